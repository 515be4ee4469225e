import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { formatConfigProblem } from '../node/config/config-problem.ts';
import { ownConfigFile, type Whereabouts } from '../node/config/locate-config-files.ts';
import { ListenError } from '../node/http/listen.ts';
import { lazySecretStore } from '../node/secrets/lazy-secret-store.ts';
import { createMfaSecrets } from '../node/secrets/mfa-secrets.ts';
import type { SecretStore } from '../node/secrets/secret-store.ts';
import { createBaseCredentialSources } from './base-credential-sources.ts';
import { exitCodes } from './cli/exit-codes.ts';
import { followConfiguration } from './follow-configuration.ts';
import { type LoadedProfiles, loadProfiles } from './load-profiles.ts';
import { createLogger, type Logger } from './logger.ts';
import { closeMetadataLoop, openWhereItIs, publishAddress } from './open-service.ts';
import { packageRoot } from './package-root.ts';
import type { ServeOptions } from './serve-options.ts';
import { createService, type Service } from './service.ts';

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

const printError = (line: string): void => void process.stderr.write(`metafob: ${line}\n`);

async function startWhereItIs(
  options: ServeOptions,
  { configuration, warnings }: LoadedProfiles,
  whereabouts: Whereabouts,
  logger: Logger,
): Promise<Service> {
  const { listener, profiles, initialProfile } = configuration;
  const secretStore = secretStoreOf(options, whereabouts);
  const service = createService({
    profiles,
    activeProfile: initialProfile,
    warnings,
    mfaSecrets: createMfaSecrets(secretStore),
    sources: createBaseCredentialSources({ secretStore }),
    logger,
    environment: process.env,
    pageDirectory: join(packageRoot(import.meta.dirname), 'dist', 'renderer'),
    version: packageJson.version,
  });
  const address = {
    host: options.host ?? listener.host,
    port: options.port ?? listener.port,
    tokensRequired: options.tokens === undefined ? listener.tokensRequired : options.tokens === 'required',
  };
  try {
    // An address that was asked for by name is used or refused, never replaced.
    if (options.host === undefined) await openWhereItIs(service.open, address, printError);
    else await service.open(address);
  } catch (error) {
    service.engine.stop();
    throw error;
  }
  return service;
}

const isTerminal = (): boolean => process.stdin.isTTY === true && process.stdout.isTTY === true;

const secretStoreOf = (options: ServeOptions, whereabouts: Whereabouts): SecretStore =>
  lazySecretStore(async () => {
    const { openServiceStore } = await import('./service-secrets.ts');
    return openServiceStore({
      kind: options.secrets ?? 'auto',
      directory: dirname(ownConfigFile(whereabouts)),
      mayAsk: options.terminalPrompt && isTerminal(),
    });
  });

async function runUntilStopped(
  service: Service,
  options: ServeOptions,
  { candidates }: LoadedProfiles,
  whereabouts: Whereabouts,
  logger: Logger,
): Promise<void> {
  const stopped = stopSignal();
  const unpublish = await publishAddress({ service, whereabouts, logger });
  const unfollow = followConfiguration({
    engine: service.engine,
    registry: service.registry,
    whereabouts,
    candidates,
    logger,
  });
  const stopPrompt = options.terminalPrompt && isTerminal() ? await promptInTerminal(service) : () => {};
  announce(service);
  await stopped;
  stopPrompt();
  unfollow();
  await service.stop();
  await unpublish();
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

const stopSignal = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
