import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isRunning } from '../../../node/host/is-running.ts';
import { startInBackground } from '../../lifecycle/background-start.ts';
import { createSystemctl, type Systemctl } from '../../lifecycle/systemctl.ts';
import { UNIT_NAME, type UnitScope, unitPath } from '../../lifecycle/systemd-unit.ts';
import { packageRoot } from '../../package-root.ts';
import { runningServicePath } from '../../running-service.ts';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import type { CommandContext } from '../command-context.ts';
import { connect } from '../connect.ts';
import { type Report, sentence } from '../output/report.ts';

const END_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 50;

/** Starts the service, by its systemd unit where there is one. Does nothing when it runs already. */
export async function start(context: CommandContext, words: readonly string[]): Promise<Report> {
  const running = await healthOf(context);
  if (running !== undefined) {
    return sentence(`Metafob runs already (process ${running.processId}) on ${running.url}.`, running);
  }
  const unit = await installedUnit(context.io);
  if (unit !== undefined) {
    if (words.length > plainWords) {
      throw new CliError(
        'usage',
        `The options are in the unit file ${unit.path} already; install it anew to change them.`,
      );
    }
    await tellAsCliError(unit.systemctl.run('start', UNIT_NAME));
    const started = await waitForHealth(context);
    return sentence(`Metafob runs by systemd (${UNIT_NAME}) on ${started.url}.`, started);
  }
  const outcome = await startInBackground({
    command: [...ownCommand(), ...words],
    environment: { ...context.io.environment },
    publishedAt: publishedAt(context.io),
  });
  if (outcome.kind === 'failed') throw new CliError('configuration', outcome.message);
  const { url, processId, logFile } = outcome;
  return sentence(`Metafob runs (process ${processId}) on ${url}; its messages are in ${logFile}.`, {
    url,
    processId,
    logFile,
  });
}

/** Stops the service of this user, and waits until it is gone. */
export async function stop(context: CommandContext): Promise<Report> {
  const running = await healthOf(context);
  if (running === undefined) return sentence('Metafob does not run.', { stopped: false });
  const unit = await installedUnit(context.io);
  if (unit !== undefined && (await unit.systemctl.isActive(UNIT_NAME))) {
    await tellAsCliError(unit.systemctl.run('stop', UNIT_NAME));
  } else {
    await (await connect(context)).stop();
  }
  for (let waited = 0; isRunning(running.processId); waited += LOOK_EVERY_MS) {
    if (waited >= END_WITHIN_MS) {
      throw new CliError('unexpected', `Process ${running.processId} has not ended yet; look again soon.`);
    }
    await pause(LOOK_EVERY_MS);
  }
  return sentence('Metafob is stopped.', { stopped: true, processId: running.processId });
}

export async function restart(context: CommandContext, words: readonly string[]): Promise<Report> {
  await stop(context);
  return start(context, words);
}

/** `serve --no-terminal-prompt` */
const plainWords = 2;

/** This program and its script: what a shell would start as `metafob`. */
export const ownCommand = (): [string, ...string[]] => [
  process.execPath,
  join(packageRoot(import.meta.dirname), 'bin', 'metafob.js'),
];

const publishedAt = (io: CliIo): string => runningServicePath(io.environment, io.platform, io.homeDirectory);

/** Undefined when nothing answers. */
async function healthOf(context: CommandContext) {
  const client = await connect(context);
  try {
    const { processId, version } = await client.health();
    return { url: client.url, processId, version };
  } catch (error) {
    if (error instanceof CliError && error.kind === 'not-running') return undefined;
    throw error;
  }
}

async function waitForHealth(context: CommandContext) {
  for (let waited = 0; waited < END_WITHIN_MS; waited += LOOK_EVERY_MS) {
    const health = await healthOf(context);
    if (health !== undefined) return health;
    await pause(LOOK_EVERY_MS);
  }
  throw new CliError('not-running', `The unit was started but does not answer: journalctl -u ${UNIT_NAME}`);
}

interface InstalledUnit {
  readonly path: string;
  readonly systemctl: Systemctl;
}

/** The user's own unit, else the system's, if either is installed. */
async function installedUnit(io: CliIo): Promise<InstalledUnit | undefined> {
  if (io.platform !== 'linux') return undefined;
  const scopes: UnitScope[] = [userScope(io), { kind: 'system', user: '' }];
  for (const scope of scopes) {
    const path = unitPath(scope);
    const isThere = await access(path).then(
      () => true,
      () => false,
    );
    if (isThere) return { path, systemctl: createSystemctl(scope.kind) };
  }
  return undefined;
}

export const userScope = ({ environment, homeDirectory }: CliIo): UnitScope => ({
  kind: 'user',
  configHome: environment.XDG_CONFIG_HOME || join(homeDirectory, '.config'),
});

export async function tellAsCliError(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    throw new CliError('unexpected', error instanceof Error ? error.message : String(error));
  }
}
