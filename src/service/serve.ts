import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import packageJson from '../../package.json' with { type: 'json' };
import { failed, type Result, success } from '../core/result.ts';
import { formatConfigProblem } from '../node/config/config-problem.ts';
import type { Configuration } from '../node/config/load-configuration.ts';
import { ownConfigFile, type Whereabouts } from '../node/config/locate-config-files.ts';
import type { PrivilegeSettings } from '../node/config/service-settings.ts';
import { ListenError } from '../node/http/listen.ts';
import { lazySecretStore } from '../node/secrets/lazy-secret-store.ts';
import { createMfaSecrets } from '../node/secrets/mfa-secrets.ts';
import type { OpenedSecretStore } from '../node/secrets/open-secret-store.ts';
import { createBaseCredentialSources } from './base-credential-sources.ts';
import { exitCodes } from './cli/exit-codes.ts';
import { printable } from './cli/output/paint.ts';
import { prepareExtras, type RunningExtras } from './extras.ts';
import { followConfiguration } from './follow-configuration.ts';
import { instanceFiles } from './instance-files.ts';
import { type LoadedProfiles, loadProfiles } from './load-profiles.ts';
import { type Logger, openLogger } from './logger.ts';
import { closeMetadataLoop, openWhereItIs, publishAddress } from './open-service.ts';
import { packageRoot } from './package-root.ts';
import type { ServeOptions } from './serve-options.ts';
import { createService, type Service } from './service.ts';
import { type ServiceFiles, serviceFiles } from './service-files.ts';

/**
 * Runs the service in the foreground until SIGTERM or SIGINT. Prints one line for each listener when it is
 * ready; returns the exit code.
 */
export async function serve(options: ServeOptions): Promise<number> {
  closeMetadataLoop(process.env);
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
  const { log: { level, ...log } = {}, privileges: wanted } = loaded.value.configuration.service;
  // In a terminal the prompt tells what matters; log lines would run through its question.
  const logger = openLogger(options.logLevel ?? level ?? (isTerminal() ? 'error' : 'warn'), log, printError);
  const privileges = wanted === undefined ? success(undefined) : await planToDrop(wanted);
  if (!privileges.ok) {
    printError(privileges.failure);
    return exitCodes.configuration;
  }
  try {
    // Whoever the service becomes may not write where root keeps its files.
    const files = privileges.value === undefined ? serviceFiles(whereabouts) : undefined;
    const started = await startService(options, loaded.value, whereabouts, logger, files);
    if (!started.ok) {
      printError(started.failure);
      return exitCodes.configuration;
    }
    await runUntilStopped(started.value, options, loaded.value, whereabouts, logger, privileges.value);
    return exitCodes.done;
  } catch (error) {
    if (!(error instanceof ListenError)) throw error;
    printError(error.message);
    return exitCodes.configuration;
  }
}

const printError = (line: string): void => void process.stderr.write(`metafob: ${printable(line)}\n`);

/** Looks up the user to become, before anything is served; undefined when there is nobody else to become. */
async function planToDrop(settings: PrivilegeSettings): Promise<Result<(() => void) | undefined, string>> {
  const { dropPrivileges, planPrivileges } = await import('../node/host/privileges/drop-privileges.ts');
  const plan = planPrivileges(settings);
  if (!plan.ok) return plan;
  if (plan.value.kind === 'stay') {
    if (plan.value.reason !== undefined) printError(plan.value.reason);
    return success(undefined);
  }
  const { account } = plan.value;
  return success(() => dropPrivileges(account));
}

interface StartedService {
  readonly service: Service;
  readonly extras: RunningExtras;
}

/** @throws ListenError when the address cannot be bound */
async function startService(
  options: ServeOptions,
  { configuration, warnings }: LoadedProfiles,
  whereabouts: Whereabouts,
  logger: Logger,
  files: ServiceFiles | undefined,
): Promise<Result<StartedService, string>> {
  const { listener, profiles, initialProfile } = configuration;
  const secretStore = secretStoreOf(options, whereabouts);
  const extras = await prepareExtras(configuration.service, { secretStore, logger });
  const { bootstrap } = extras;
  const awsProxy = configuration.service.upstream?.awsProxy;
  const service = createService({
    profiles,
    activeProfile: initialProfile,
    warnings,
    mfaSecrets: createMfaSecrets(secretStore),
    sources: createBaseCredentialSources({ secretStore, ...(bootstrap && { bootstrap }) }),
    logger,
    environment: process.env,
    ...(files && { files }),
    instanceFiles: instanceFiles(ownConfigFile(whereabouts), options.instanceFile),
    secretStore,
    onStopRequested: () => void process.kill(process.pid, 'SIGTERM'),
    ...(awsProxy && { awsProxy }),
    pageDirectory: join(packageRoot(import.meta.dirname), 'dist', 'renderer'),
    version: packageJson.version,
  });
  const address = {
    host: options.host ?? listener.host,
    port: options.port ?? listener.port,
    ...(listener.bridges && { bridges: listener.bridges }),
    tokensRequired: options.tokens === undefined ? listener.tokensRequired : options.tokens === 'required',
  };
  const checked = await checkInstance(options, service);
  const running = checked.ok ? await extras.start(service) : checked;
  if (!running.ok) {
    service.engine.stop();
    service.instance.stop();
    return running;
  }
  try {
    // An address that was asked for by name is used or refused, never replaced.
    if (options.host === undefined) await openWhereItIs(service.open, address, printError);
    else await service.open(address);
  } catch (error) {
    await running.value.stop();
    service.engine.stop();
    throw error;
  }
  return success({ service, extras: running.value });
}

/** A document that was asked for by name is used or refused; the one beside the configuration may come later. */
async function checkInstance(options: ServeOptions, { instance }: Service): Promise<Result<void, string>> {
  if (options.instanceFile === undefined) return success(undefined);
  await instance.load();
  const problems = instance.problems().map(formatConfigProblem);
  return problems.length === 0 ? success(undefined) : failed(problems.join('\n'));
}

const isTerminal = (): boolean => process.stdin.isTTY === true && process.stdout.isTTY === true;

const secretStoreOf = (options: ServeOptions, whereabouts: Whereabouts): OpenedSecretStore =>
  lazySecretStore(async () => {
    const { openServiceStore } = await import('./service-secrets.ts');
    return openServiceStore({
      kind: options.secrets ?? 'auto',
      directory: dirname(ownConfigFile(whereabouts)),
      mayAsk: options.terminalPrompt && isTerminal(),
    });
  });

async function runUntilStopped(
  { service, extras }: StartedService,
  options: ServeOptions,
  { candidates, configuration }: LoadedProfiles,
  whereabouts: Whereabouts,
  logger: Logger,
  dropPrivileges: (() => void) | undefined,
): Promise<void> {
  const stopped = stopSignal();
  const unpublish = await publishAddress({ service, whereabouts, logger });
  // Everything that needs root is done; the file that was published stays root's, for root's command line.
  dropPrivileges?.();
  const unfollow = followConfiguration({
    engine: service.engine,
    registry: service.registry,
    whereabouts,
    candidates,
    logger,
    onLoaded: ({ configuration: next }) =>
      service.registry.contribute('restart', [], restartNotes(configuration, next)),
  });
  const stopPrompt = options.terminalPrompt && isTerminal() ? await promptInTerminal(service) : () => {};
  announce(service, extras);
  await stopped;
  stopPrompt();
  unfollow();
  await extras.stop();
  await service.stop();
  // Whoever the service became may not remove what root published.
  await unpublish().catch(() => undefined);
  await logger.flush();
}

const restartNotes = ({ service: used }: Configuration, { service: edited }: Configuration): string[] =>
  isDeepStrictEqual(used, edited)
    ? []
    : ['The settings of the admin listener, the upstream, the log or the user changed: restart Metafob.'];

async function promptInTerminal({ engine }: Service): Promise<() => void> {
  const { startTerminalPrompt } = await import('./terminal-prompt.ts');
  return startTerminalPrompt({ engine, input: process.stdin, output: process.stdout });
}

function announce({ engine, listeners }: Service, { announcements }: RunningExtras): void {
  const [first] = listeners;
  for (const { url } of listeners) process.stdout.write(`Instance metadata on ${url}/\n`);
  const profile = engine.activeProfile();
  process.stdout.write(
    [
      ...announcements,
      `Manage page on ${first?.url}/manage (${engine.profile(profile) === undefined ? 'no profile yet' : `profile ${profile}`})`,
      `To use it: export AWS_EC2_METADATA_SERVICE_ENDPOINT=${first?.url}/`,
      '',
    ].join('\n'),
  );
}

const stopSignal = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
