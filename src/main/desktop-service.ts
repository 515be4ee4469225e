import { isDeepStrictEqual } from 'node:util';
import type { Engine } from '../core/engine.ts';
import { formatConfigProblem } from '../node/config/config-problem.ts';
import { locateConfigFiles, ownConfigFile, type Whereabouts } from '../node/config/locate-config-files.ts';
import { ListenError, type Listener } from '../node/http/listen.ts';
import type { MfaEnrolments } from '../node/mfa-enrolment/enrolments.ts';
import type { MfaSecrets } from '../node/secrets/mfa-secrets.ts';
import type { OpenedSecretStore } from '../node/secrets/open-secret-store.ts';
import { createSerialQueue } from '../node/serial-queue.ts';
import { createBaseCredentialSources } from '../service/base-credential-sources.ts';
import { prepareExtras } from '../service/extras.ts';
import { followConfiguration } from '../service/follow-configuration.ts';
import { instanceFiles } from '../service/instance-files.ts';
import type { InstanceService } from '../service/instance-service.ts';
import { type LoadedProfiles, loadProfiles, shortenHome } from '../service/load-profiles.ts';
import type { Logger } from '../service/logger.ts';
import { openWhereItIs, publishAddress } from '../service/open-service.ts';
import { createService, type Service, type ServiceAddress } from '../service/service.ts';
import { serviceFiles } from '../service/service-files.ts';

const BROKEN_CONFIGURATION =
  'The configuration has errors, so no program is served. Correct it; Metafob notices.';

export interface ServiceStatus {
  readonly listeners: readonly Listener[];
  /** Why there are none although it is not paused, in a sentence with the next step. */
  readonly problem?: string;
  readonly paused: boolean;
  readonly configurationFiles: readonly { readonly path: string; readonly found: boolean }[];
}

export interface DesktopServiceOptions {
  readonly whereabouts: Whereabouts;
  readonly mfaSecrets: MfaSecrets;
  readonly secretStore: OpenedSecretStore;
  readonly logger: Logger;
  readonly pageDirectory: string;
  readonly version: string;
  /** The profile that was in use last; the configuration decides when there is none of this name. */
  readonly activeProfile?: string;
}

/** The engine and its listeners inside the desktop app, which lives on when they have a problem. */
export interface DesktopService {
  readonly engine: Engine;
  readonly mfaEnrolments: MfaEnrolments;
  readonly instance: InstanceService;
  status(): ServiceStatus;
  /** Calls back after each change of `status`; returns a function that unsubscribes. */
  subscribe(listener: () => void): () => void;
  /**
   * Paused, the listeners are closed and everybody who waits is answered; sessions stay. `false` also tries
   * again after a problem.
   */
  setPaused(paused: boolean): Promise<void>;
  readonly examine: Service['examine'];
  /** Answers everyone who waits, closes the listeners, and makes the command line forget us. */
  stop(): Promise<void>;
}

/** Never fails: a broken configuration or a taken port is told by `status`. */
export async function startDesktopService(options: DesktopServiceOptions): Promise<DesktopService> {
  const { whereabouts, logger, secretStore } = options;
  const candidates = await candidatesOf(whereabouts);
  const first = await loadProfiles(whereabouts);
  let loaded: LoadedProfiles | undefined = first.ok ? first.value : undefined;
  const extras = await prepareExtras(loaded?.configuration.service ?? {}, { secretStore, logger });
  const awsProxy = loaded?.configuration.service.upstream?.awsProxy;
  const service = createService({
    profiles: loaded?.configuration.profiles ?? [],
    activeProfile: loaded === undefined ? '' : profileToUse(loaded, options.activeProfile),
    warnings: first.ok
      ? first.value.warnings
      : [...first.failure.map(formatConfigProblem), BROKEN_CONFIGURATION],
    mfaSecrets: options.mfaSecrets,
    sources: createBaseCredentialSources({
      secretStore,
      ...(extras.bootstrap && { bootstrap: extras.bootstrap }),
    }),
    logger,
    environment: whereabouts.environment,
    files: serviceFiles(whereabouts),
    ...(awsProxy && { awsProxy }),
    instanceFiles: instanceFiles(ownConfigFile(whereabouts)),
    secretStore: options.secretStore,
    pageDirectory: options.pageDirectory,
    version: options.version,
  });
  const { engine } = service;
  const listeners = new Set<() => void>();
  const inTurn = createSerialQueue();
  let paused = false;
  let problem: string | undefined;
  let openedAs: ServiceAddress | undefined;
  let unpublish: (() => Promise<void>) | undefined;

  const changed = (): void => {
    for (const listener of listeners) listener();
  };

  async function open(): Promise<void> {
    if (paused) return;
    if (loaded === undefined) {
      problem = BROKEN_CONFIGURATION;
      return;
    }
    const address = loaded.configuration.listener;
    try {
      await openWhereItIs(service.open, address, (message) => logger.warn({}, message));
      openedAs = address;
      problem = undefined;
      unpublish = await publishAddress({ service, whereabouts, logger });
    } catch (error) {
      if (!(error instanceof ListenError)) throw error;
      problem = error.message;
      logger.error({ code: error.code }, error.message);
    }
  }

  async function close(): Promise<void> {
    openedAs = undefined;
    await unpublish?.();
    unpublish = undefined;
    await service.close();
  }

  const unfollow = followConfiguration({
    engine,
    registry: service.registry,
    whereabouts,
    candidates,
    logger,
    onLoaded(next) {
      if (loaded === undefined) engine.useProfile(profileToUse(next, options.activeProfile));
      loaded = next;
      void inTurn(async () => {
        if (isDeepStrictEqual(openedAs, next.configuration.listener)) return;
        await close();
        await open();
      }).then(changed);
    },
  });
  // What these hand out or take in stays the same while the listeners are paused.
  const running = await extras.start(service);
  if (!running.ok) logger.error({}, running.failure);
  await inTurn(open);

  return {
    engine,
    mfaEnrolments: service.mfaEnrolments,
    instance: service.instance,
    status: () => ({
      listeners: service.listeners,
      ...(problem === undefined ? {} : { problem }),
      paused,
      configurationFiles: candidates.map((path) => ({
        path: shortenHome(path, whereabouts.homeDirectory),
        found: loaded?.configuration.files.includes(path) ?? false,
      })),
    }),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async setPaused(wanted) {
      paused = wanted;
      if (wanted) {
        problem = undefined;
        engine.dismissEveryone();
      }
      await inTurn(async () => {
        if (paused) await close();
        else if (openedAs === undefined) await open();
      });
      changed();
    },
    examine: service.examine,
    async stop() {
      unfollow();
      listeners.clear();
      engine.stop();
      if (running.ok) await running.value.stop();
      service.instance.stop();
      await Promise.all([service.mfaEnrolments.stop(), inTurn(close)]);
    },
  };
}

const profileToUse = ({ configuration }: LoadedProfiles, wanted: string | undefined): string =>
  configuration.profiles.find(({ name }) => name === wanted)?.name ?? configuration.initialProfile;

/** Where configuration files may be; only a missing explicit file has no candidates but itself. */
async function candidatesOf(whereabouts: Whereabouts): Promise<readonly string[]> {
  const located = await locateConfigFiles(whereabouts);
  return located.ok ? located.value.candidates : located.failure.map(({ file }) => file);
}
