import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { replaceFile } from '../../../node/config/atomic-file.ts';
import { systemErrorSentence } from '../../../node/config/system-error.ts';
import { createSystemctl } from '../../lifecycle/systemctl.ts';
import { UNIT_NAME, type UnitScope, unitPath, unitText } from '../../lifecycle/systemd-unit.ts';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import type { CommandContext } from '../command-context.ts';
import { exitCodes } from '../exit-codes.ts';
import { type Report, sentence } from '../output/report.ts';
import { ownCommand, tellAsCliError, userScope } from './lifecycle.ts';

export interface UnitOptions {
  readonly system?: true;
  readonly user?: string;
  readonly dryRun?: true;
}

/** Writes the unit file and lets systemd run the service from now on. */
export async function installUnit(
  { io }: CommandContext,
  options: UnitOptions,
  words: readonly string[],
): Promise<Report> {
  const scope = scopeOf(io, options);
  const path = unitPath(scope);
  const text = unitText(scope, {
    command: [...ownCommand(), ...words],
    finalExitCodes: [exitCodes.usage, exitCodes.configuration],
  });
  const steps = [['daemon-reload'], ['enable', UNIT_NAME], ['restart', UNIT_NAME]];
  if (options.dryRun === true) return dryRun(scope, [`write ${path}:`, '', text], steps);
  await refuseForeignUnit(path);
  await tellAsCliError(write(path, text));
  try {
    await runSteps(scope, steps);
  } catch (error) {
    // A unit that systemd does not run would only stand in the way of “metafob start”.
    await rm(path, { force: true });
    throw error;
  }
  return sentence(`Metafob runs by systemd now, and with every ${occasion(scope)} (${path}).`, { path });
}

/** Stops the service and removes the unit file. */
export async function removeUnit({ io }: CommandContext, options: UnitOptions): Promise<Report> {
  const scope = scopeOf(io, options);
  const path = unitPath(scope);
  const before = [['disable', '--now', UNIT_NAME]];
  const after = [['daemon-reload']];
  if (options.dryRun === true) return dryRun(scope, [`remove ${path}`], [...before, ...after]);
  if ((await readFile(path, 'utf8').catch(() => undefined)) === undefined) {
    return sentence(`There is no unit file at ${path}.`, { removed: false });
  }
  // The file goes whatever systemd says, or nothing would ever get rid of it.
  const problem = await runSteps(scope, before).catch((error: unknown) => error);
  await tellAsCliError(rm(path));
  await runSteps(scope, after);
  if (problem instanceof Error) throw problem;
  return sentence(`The service is stopped, and ${path} is removed.`, { removed: true });
}

function scopeOf(io: CliIo, { system, user }: UnitOptions): UnitScope {
  if (io.platform !== 'linux') {
    throw new CliError(
      'usage',
      'There is no systemd on this system. The tray app starts at login by itself; elsewhere use “metafob start”.',
    );
  }
  if (system !== true) {
    if (user !== undefined) throw new CliError('usage', '--user only goes with --system.');
    return userScope(io);
  }
  const name = user ?? io.environment.SUDO_USER;
  if (name !== undefined && name !== '') return { kind: 'system', user: name };
  throw new CliError(
    'usage',
    'Say with --user whom the service runs as; its configuration is read from there.',
  );
}

const occasion = ({ kind }: UnitScope): string => (kind === 'user' ? 'login' : 'boot');

const systemctlLine = ({ kind }: UnitScope, words: readonly string[]): string =>
  ['run systemctl', ...(kind === 'user' ? ['--user'] : []), ...words].join(' ');

const dryRun = (scope: UnitScope, first: readonly string[], steps: readonly string[][]): Report => {
  const lines = [...first, ...steps.map((words) => systemctlLine(scope, words))];
  return sentence(lines.join('\n'), { steps: lines });
};

async function runSteps(scope: UnitScope, steps: readonly string[][]): Promise<void> {
  const systemctl = createSystemctl(scope.kind);
  for (const words of steps) await tellAsCliError(systemctl.run(...words));
}

async function write(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await replaceFile(path, text, { mode: 0o644 });
  } catch (error) {
    throw new Error(`Cannot write ${path}: ${systemErrorSentence(error)}.`);
  }
}

/** imsa and alppaca brought units of other names; one of ours is simply replaced. */
async function refuseForeignUnit(path: string): Promise<void> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined || text.includes('Description=Metafob')) return;
  throw new CliError('configuration', `${path} was not written by Metafob. Move it away, then try again.`);
}
