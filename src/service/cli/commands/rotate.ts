import { type AccessKeysPort, createAccessKeysPort } from '../../../node/sts/access-keys.ts';
import { createHttpHandler } from '../../../node/sts/http-handler.ts';
import type { AccessKeyPair } from '../../../node/user-files/replace-access-key.ts';
import { rotateAccessKey } from '../../../node/user-files/rotate-access-key.ts';
import { shellWord } from '../../../shared/shell-word.ts';
import { openBroker } from '../broker.ts';
import { CliError } from '../cli-error.ts';
import type { CommandContext } from '../command-context.ts';
import { findProfile, type LocalOptions, openLocalStore, readConfiguration } from '../local-secrets.ts';
import { type Report, sentence } from '../output/report.ts';
import { findKeyPlaces, type KeyPlaces } from './rotate-places.ts';

type PortFor = (key: AccessKeyPair & { readonly sessionToken?: string }) => AccessKeysPort;

/** Replaces the long-term key of a profile, wherever this machine's files use it. */
export async function rotate(context: CommandContext, name: string, options: LocalOptions): Promise<Report> {
  const { io } = context;
  const configuration = await readConfiguration(io, options);
  const profile = findProfile(configuration, name);
  const { identity } = profile;
  if (identity.kind !== 'access-key' && identity.kind !== 'stored-key') {
    throw new CliError(
      'configuration',
      `Profile ${name} has no long-term key in the files that Metafob reads, so there is nothing to rotate. “metafob configure ${shellWord(name)}” stores one.`,
    );
  }
  const store = openLocalStore(io, options);
  const places = await findKeyPlaces({ io, options, configuration, profile, store });
  const httpHandler = await createHttpHandler(io.environment);
  const portFor: PortFor = (credentials) =>
    createAccessKeysPort({ credentials, region: profile.region, httpHandler, clockSkewMs: 0 });
  const keysAs = await allowedPort(context, name, portFor, places, profile.roleArn === undefined, options);
  const rotated = await rotateAccessKey({
    old: places.key,
    keysAs,
    proof: portFor,
    replace: places.replace,
    usedIn: places.usedIn,
    forget: places.forget,
    now: io.now,
    pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    tell: (step) => void io.stderr.write(`${step}\n`),
  });
  if (!rotated.ok) throw new CliError('unknown', rotated.failure);
  const { accessKeyId } = rotated.value;
  return sentence(`Profile ${name} has the new key ${accessKeyId}; ${places.key.accessKeyId} is deleted.`, {
    profile: name,
    accessKeyId,
    deletedAccessKeyId: places.key.accessKeyId,
    files: places.files,
  });
}

/** The key itself where it may manage keys; else a session of the profile, made with MFA. */
async function allowedPort(
  context: CommandContext,
  name: string,
  portFor: PortFor,
  { key }: KeyPlaces,
  hasOwnSession: boolean,
  { config }: LocalOptions,
): Promise<(key: AccessKeyPair) => AccessKeysPort> {
  const listed = await portFor(key).list();
  if (listed.ok || listed.failure.kind !== 'access-denied' || !hasOwnSession) return portFor;
  context.io.stderr.write('The key alone may not do this; a session with MFA may.\n');
  const broker = await openBroker(context, config === undefined ? {} : { config });
  try {
    const session = portFor(await broker.credentials(name));
    return () => session;
  } finally {
    await broker.close();
  }
}
