import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { formatConfigProblem } from '../node/config/config-problem.ts';
import { ownConfigFile, type Whereabouts } from '../node/config/locate-config-files.ts';
import { watchConfiguration } from '../node/config/watch-configuration.ts';
import { ListenError } from '../node/http/listen.ts';
import type { MfaSecrets } from '../node/secrets/mfa-secrets.ts';
import { exitCodes } from './cli/exit-codes.ts';
import { type LoadedProfiles, loadProfiles } from './load-profiles.ts';
import { createLogger, type Logger } from './logger.ts';
import { packageRoot } from './package-root.ts';
import { removeRunningService, runningServicePath, writeRunningService } from './running-service.ts';
import type { ServeOptions } from './serve-options.ts';
import { type Service, startService } from './service.ts';

const METADATA_ADDRESS = '169.254.169.254';

/**
 * Runs the service in the foreground until SIGTERM or SIGINT. Prints one line for each listener when it is
 * ready; returns the exit code.
 */
export async function serve(options: ServeOptions): Promise<number> {
  closeMetadataLoop(process.env);
  // In a terminal the prompt tells what matters; log lines would run through its question.
  const logger = createLogger(options.logLevel ?? (isTerminal() ? 'error' : 'warn'));
  const whereabouts: Whereabouts = {
    ...(options.configFile === undefined ? {} : { explicitFile: options.configFile }),
    environment: process.env,
    homeDirectory: homedir(),
    workingDirectory: process.cwd(),
  };
  const loaded = await loadProfiles(whereabouts);
  if (!loaded.ok) {
    for (const problem of loaded.failure) printError(formatConfigProblem(problem));
    return exitCodes.configuration;
  }
  for (const warning of loaded.value.warnings) printError(warning);
  try {
    const service = await startWhereItIs(options, loaded.value, whereabouts, logger);
    await runUntilStopped(service, options, loaded.value, whereabouts, logger);
    return exitCodes.done;
  } catch (error) {
    if (!(error instanceof ListenError)) throw error;
    printError(error.message);
    return exitCodes.configuration;
  }
}

/**
 * The AWS discovery of base keys, and the programs it may run, ask instance metadata where ~/.aws/config says
 * so (`credential_source`). That would be this service, waiting for itself: port 9 answers nobody.
 */
function closeMetadataLoop(environment: NodeJS.ProcessEnv): void {
  environment.AWS_EC2_METADATA_SERVICE_ENDPOINT = 'http://127.0.0.1:9/';
}

const printError = (line: string): void => void process.stderr.write(`metafob: ${line}\n`);

/**
 * The address of EC2 is often written in files of aws-mock-metadata, whose installer added it to the machine.
 * Where it is missing, the service is still of use on loopback.
 */
async function startWhereItIs(
  options: ServeOptions,
  loaded: LoadedProfiles,
  whereabouts: Whereabouts,
  logger: Logger,
): Promise<Service> {
  const { host } = loaded.configuration.listener;
  try {
    return await start(options, loaded, whereabouts, logger);
  } catch (error) {
    const isMissing = error instanceof ListenError && error.code === 'EADDRNOTAVAIL';
    if (!isMissing || options.host !== undefined || host !== METADATA_ADDRESS) throw error;
    printError(`This machine has no address ${host}, so Metafob listens on 127.0.0.1 instead.`);
    return start({ ...options, host: '127.0.0.1' }, loaded, whereabouts, logger);
  }
}

function start(
  options: ServeOptions,
  loaded: LoadedProfiles,
  whereabouts: Whereabouts,
  logger: Logger,
): Promise<Service> {
  const { listener } = loaded.configuration;
  return startService({
    loaded,
    host: options.host ?? listener.host,
    port: options.port ?? listener.port,
    tokensRequired: options.tokens === undefined ? listener.tokensRequired : options.tokens === 'required',
    mfaSecrets: secretsOnDemand(options, whereabouts),
    logger,
    environment: process.env,
    pageDirectory: join(packageRoot(import.meta.dirname), 'dist', 'renderer'),
    version: packageJson.version,
  });
}

const isTerminal = (): boolean => process.stdin.isTTY === true && process.stdout.isTTY === true;

/** Opened at the first code that is needed: most starts never need one. */
function secretsOnDemand(options: ServeOptions, whereabouts: Whereabouts): MfaSecrets {
  let opening: Promise<MfaSecrets> | undefined;
  const open = async (): Promise<MfaSecrets> => {
    const { openServiceSecrets } = await import('./service-secrets.ts');
    return openServiceSecrets({
      kind: options.secrets ?? 'auto',
      directory: dirname(ownConfigFile(whereabouts)),
      mayAsk: options.terminalPrompt && isTerminal(),
    });
  };
  const opened = () => {
    opening ??= open();
    return opening;
  };
  return {
    find: async (profile) => (await opened()).find(profile),
    set: async (profile, secret) => (await opened()).set(profile, secret),
    remove: async (profile) => (await opened()).remove(profile),
  };
}

async function runUntilStopped(
  service: Service,
  options: ServeOptions,
  { candidates }: LoadedProfiles,
  whereabouts: Whereabouts,
  logger: Logger,
): Promise<void> {
  const stopped = stopSignal();
  const path = runningServicePath(process.env, process.platform, homedir());
  const [first] = service.listeners;
  await writeRunningService(path, {
    processId: process.pid,
    url: first?.url ?? '',
    token: service.bearerToken(),
  }).catch((error: unknown) =>
    logger.warn({ path, error: String(error) }, 'the command line cannot find us'),
  );
  const unwatch = watchConfiguration(candidates, {
    onChange: () => void reload(service, whereabouts, logger),
    onProblem: (message) => logger.warn({}, message),
  });
  const stopPrompt = options.terminalPrompt && isTerminal() ? await promptInTerminal(service) : () => {};
  announce(service);
  await stopped;
  stopPrompt();
  unwatch();
  await service.stop();
  await removeRunningService(path, process.pid);
  await logger.flush();
}

async function promptInTerminal({ engine }: Service): Promise<() => void> {
  const { startTerminalPrompt } = await import('./terminal-prompt.ts');
  return startTerminalPrompt({ engine, input: process.stdin, output: process.stdout });
}

function announce({ engine, listeners }: Service): void {
  const [first] = listeners;
  for (const { url } of listeners) process.stdout.write(`Instance metadata on ${url}/\n`);
  process.stdout.write(
    [
      `Manage page on ${first?.url}/manage (profile ${engine.activeProfile()})`,
      `To use it: export AWS_EC2_METADATA_SERVICE_ENDPOINT=${first?.url}/`,
      '',
    ].join('\n'),
  );
}

/** A broken edit keeps the last good configuration; the page and the log show what is wrong. */
async function reload({ engine }: Service, whereabouts: Whereabouts, logger: Logger): Promise<void> {
  const loaded = await loadProfiles(whereabouts);
  if (loaded.ok) {
    engine.loadProfiles(loaded.value.configuration.profiles, loaded.value.warnings);
    // The files may also hold MFA secrets that were not there before.
    engine.secretsChanged();
    logger.info({ profiles: loaded.value.configuration.profiles.length }, 'the configuration was read again');
    return;
  }
  const problems = loaded.failure.map(formatConfigProblem);
  engine.loadProfiles(engine.profiles(), [
    ...problems,
    'The configuration has errors, so the last good one stays in use.',
  ]);
  for (const problem of problems) logger.error({}, problem);
}

const stopSignal = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
