import type { Result } from '../../../core/result.ts';
import type { MfaSecretFailure } from '../../../node/secrets/mfa-secrets.ts';
import { parseMfaSecret } from '../../../node/secrets/parse-mfa-secret.ts';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import type { CommandContext } from '../command-context.ts';
import { connect, requireProfile } from '../connect.ts';
import { findProfile, type LocalOptions, openLocalSecrets, readConfiguration } from '../local-secrets.ts';
import type { ManageClient } from '../manage-client.ts';
import { type Report, sentence } from '../output/report.ts';
import { ask } from '../terminal/ask.ts';
import { readInput } from '../terminal/read-input.ts';

/** Stores the MFA secret of a profile: through the running service, else directly. */
export async function setSecret(
  context: CommandContext,
  name: string,
  options: LocalOptions,
): Promise<Report> {
  const { io } = context;
  const client = await runningService(context);
  if (client !== undefined) {
    requireProfile(await client.state(), name);
    const secret = await readSecret(io, name);
    await throughService(client.storeMfaSecret(name, secret));
    return stored(name, 'service');
  }
  const profile = findProfile(await readConfiguration(io, options), name);
  const secret = await readSecret(io, name);
  const { secrets, description } = await openLocalSecrets(io, options);
  await storeResult(secrets.set(profile, secret));
  return stored(name, 'store', description);
}

/** Removes the stored MFA secret of a profile: through the running service, else directly. */
export async function removeSecret(
  context: CommandContext,
  name: string,
  options: LocalOptions,
): Promise<Report> {
  const client = await runningService(context);
  if (client !== undefined) {
    requireProfile(await client.state(), name);
    return removed(name, await wasRemoved(client, name));
  }
  const profile = findProfile(await readConfiguration(context.io, options), name);
  const { secrets } = await openLocalSecrets(context.io, options);
  return removed(name, await storeResult(secrets.remove(profile)));
}

const removed = (profile: string, wasStored: boolean): Report =>
  sentence(
    wasStored
      ? `The MFA secret of profile ${profile} is removed.`
      : `No MFA secret was stored for profile ${profile}.`,
    { profile, stored: false },
  );

/** False when none was stored. */
async function wasRemoved(client: ManageClient, profile: string): Promise<boolean> {
  try {
    await throughService(client.removeMfaSecret(profile));
    return true;
  } catch (error) {
    if (error instanceof CliError && error.kind === 'not-found') return false;
    throw error;
  }
}

/** A problem of the store has the same kind and exit code whether the service or this command met it. */
async function throughService(pending: Promise<void>): Promise<void> {
  try {
    await pending;
  } catch (error) {
    const isStoreProblem = error instanceof CliError && error.kind === 'keychain-locked';
    throw isStoreProblem ? new CliError('configuration', error.message) : error;
  }
}

/**
 * Undefined when no service runs. With --url the user means one service, so its silence is an error.
 *
 * @throws CliError `no-token` when a service runs that this user may not control.
 */
async function runningService(context: CommandContext): Promise<ManageClient | undefined> {
  const client = await connect(context);
  const isNamed = context.url !== undefined || Boolean(context.io.environment.METAFOB_URL);
  try {
    await client.state();
    return client;
  } catch (error) {
    const isAbsent = error instanceof CliError && ['not-running', 'no-token'].includes(error.kind);
    if (isAbsent && !isNamed) return undefined;
    throw error;
  }
}

function stored(profile: string, where: 'service' | 'store', description?: string): Report {
  const place = description === undefined ? 'by the running service' : `in ${description}`;
  return sentence(
    `The MFA secret of profile ${profile} is stored ${place}. Codes are computed from now on.`,
    { profile, stored: true, where },
  );
}

/** From a hidden question, or from standard input when that is not a terminal. Always well-formed. */
async function readSecret(io: CliIo, profile: string): Promise<string> {
  if (io.stdin.isTTY !== true) {
    const parsed = parseMfaSecret(await readInput(io.stdin));
    if (parsed.ok) return parsed.value;
    throw new CliError('usage', parsed.failure);
  }
  for (;;) {
    const question = `MFA secret of profile ${profile} (not shown; an empty line gives up): `;
    const line = await ask(io, question, { hidden: true });
    if (line === undefined || line.trim() === '') throw new CliError('cancelled', 'No secret was given.');
    const parsed = parseMfaSecret(line);
    if (parsed.ok) return parsed.value;
    io.stderr.write(`${parsed.failure}\n`);
  }
}

/** @throws CliError `configuration` with what the store said. */
export async function storeResult<Value>(pending: Promise<Result<Value, MfaSecretFailure>>): Promise<Value> {
  const result = await pending;
  if (result.ok) return result.value;
  throw new CliError('configuration', result.failure.reason);
}
