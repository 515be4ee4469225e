import type { RequestListener } from 'node:http';
import { createEngine } from '../core/create-engine.ts';
import type { Engine } from '../core/engine.ts';
import { createTokenStore } from '../core/instance-metadata/token-store.ts';
import type { Clock, MfaSecretPort } from '../core/ports.ts';
import type { Profile } from '../core/profiles/profile.ts';
import type { BaseCredentialSources } from '../node/base-credentials/sources.ts';
import type { Bridge } from '../node/http/bridge.ts';
import { createDripHold } from '../node/http/drip-hold.ts';
import { type Listener, type Listening, listen } from '../node/http/listen.ts';
import { isLoopback } from '../node/http/loopback.ts';
import { createMetadataHandler } from '../node/http/metadata-handler.ts';
import { engineOfActiveProfile, engineOfProfile } from '../node/http/profile-engine.ts';
import type { Allowed } from '../node/http/request-guard.ts';
import { createServiceHandler, type ServiceHandlerOptions } from '../node/http/service-handler.ts';
import { createHeldSecrets } from '../node/mfa-enrolment/secret-hold.ts';
import type { MfaSecrets } from '../node/secrets/mfa-secrets.ts';
import type { SecretStore } from '../node/secrets/secret-store.ts';
import { createLazyAwsPort } from '../node/sts/lazy-aws-port.ts';
import { systemClock } from '../node/system-clock.ts';
import type { DoctorReport } from '../shared/doctor.ts';
import { describeError } from './describe-error.ts';
import type { InstanceFiles } from './instance-files.ts';
import { createInstanceService, type InstanceService } from './instance-service.ts';
import type { Logger } from './logger.ts';
import { manageLoader } from './manage-face.ts';
import { createServiceEnrolments, type ServiceEnrolments } from './mfa-enrolments.ts';
import { createProfileFaces } from './profile-faces.ts';
import { createProfileRegistry, type ProfileRegistry } from './profile-registry.ts';
import { logRequest } from './request-log.ts';
import { secretToken } from './secret-token.ts';
import type { DesktopFacts } from './service-doctor.ts';
import type { ServiceFiles } from './service-files.ts';
import { logStateChanges } from './state-log.ts';

/** Where a service listens. `tokensRequired`: serve only IMDSv2 requests. */
export interface ServiceAddress {
  readonly host: string;
  readonly port: number;
  readonly tokensRequired: boolean;
  /** Networks of containers that may ask, too. */
  readonly bridges?: readonly Bridge[];
}

export interface ServiceParts {
  readonly profiles: readonly Profile[];
  readonly activeProfile: string;
  readonly warnings: readonly string[];
  readonly mfaSecrets: MfaSecrets;
  readonly sources: BaseCredentialSources;
  readonly logger: Logger;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Proxy for calls to AWS, instead of that of the environment. */
  readonly awsProxy?: string;
  /** Folder of the built pages. */
  readonly pageDirectory: string;
  readonly version: string;
  /** Where tokens and ports of single profiles are kept; without it there are none. */
  readonly files?: ServiceFiles;
  readonly instanceFiles: InstanceFiles;
  /** Keeps the key that signs the identity document; without it there are no signatures. */
  readonly secretStore?: SecretStore;
  /** Ends the service; absent where only a person at the desktop may. */
  readonly onStopRequested?: () => void;
}

/** The engine with its HTTP faces, which can be shut and opened again while the sessions stay. */
export interface Service {
  readonly engine: Engine;
  readonly registry: ProfileRegistry;
  readonly mfaEnrolments: ServiceEnrolments;
  readonly instance: InstanceService;
  /** None while it is shut. */
  readonly listeners: readonly Listener[];
  /** For the command line of the same user; made at the first call. */
  bearerToken(): string;
  /** @throws ListenError when the address cannot be bound */
  open(address: ServiceAddress): Promise<void>;
  /** Answers no request until it is opened again. */
  close(): Promise<void>;
  /** Why programs may not get credentials, as seen from here. */
  examine(facts?: DesktopFacts): Promise<DoctorReport>;
  /** Answers everyone who waits, and closes the listeners. */
  stop(): Promise<void>;
}

/** The listener answers first; what few programs ask for is made ready a moment later. */
const PREPARE_AFTER_MS = 50;

/** A service that is not open yet. */
export function createService(parts: ServiceParts): Service {
  const { logger } = parts;
  const clock = systemClock;
  const held = createHeldSecrets(parts.mfaSecrets);
  const engine = startEngine(parts, clock, held);
  const mfaEnrolments = createServiceEnrolments({ ...parts, engine, clock, held });
  const instance = createInstanceService({
    engine,
    clock,
    logger,
    environment: parts.environment,
    files: parts.instanceFiles,
    secretStore: parts.secretStore,
  });
  const bearerToken = once(secretToken);
  const onError = (error: unknown) => logger.error({ error: describeError(error) }, 'unexpected error');
  let listening: Listening | undefined;
  let closeBridges: (() => Promise<void>) | undefined;
  let cancelPreparing: (() => void) | undefined;
  const port = () => listening?.listeners[0]?.port ?? 0;
  const loopbackUrl = () => listening?.listeners.find(({ host }) => isLoopback(host))?.url;
  const dripHold = createDripHold();
  let tokensRequired = false;

  const handlerFor = (servedEngine: Engine, faces: Partial<FaceLoaders>, allowed?: Allowed) =>
    createServiceHandler({
      metadata: onceLoaded(
        instance,
        createMetadataHandler({
          engine: servedEngine,
          clock,
          tokens: createTokenStore(clock.now, secretToken),
          tokensRequired: () => instance.tokensRequired() ?? tokensRequired,
          dripHold,
          instance: instance.instance,
          events: instance.events,
          ...(instance.signIdentity && { signIdentity: instance.signIdentity }),
        }),
      ),
      ...faces,
      ...(allowed && { allowed }),
      onRequest: logRequest(logger),
      onRefused: (request, reason) => logger.warn({ reason, from: request.socket.remoteAddress }, 'refused'),
      onError,
    });

  const registry = createProfileRegistry(engine, parts.profiles, parts.warnings);
  const profileFaces = createProfileFaces({
    engine,
    files: parts.files,
    dripHold,
    metadataOf: (profile) => handlerFor(engineOfProfile(engine, profile), {}),
    url: loopbackUrl,
    onProblem: (message) => logger.warn({}, message),
    onPortProblems: (messages) => {
      for (const message of messages) logger.warn({}, message);
      registry.contribute('profile-ports', [], messages);
    },
  });
  const { mfaSecrets, pageDirectory, version, onStopRequested } = parts;
  const loadManage = manageLoader({
    engine,
    mfaSecrets,
    mfaEnrolments,
    instance,
    profileAccess: profileFaces,
    examine: () => examine(),
    pageDirectory,
    version,
    startedAt: clock.now(),
    onError,
    bearerToken,
    port,
    ...(onStopRequested && { onStopRequested }),
  });

  async function examine(facts: DesktopFacts = {}): Promise<DoctorReport> {
    const { examineService } = await import('./service-doctor.ts');
    return examineService({ ...facts, ...parts, engine, profileAccess: profileFaces, url: loopbackUrl() });
  }

  /** Containers get the metadata tree; the page, the command line and other profiles stay this machine's. */
  async function listenOnBridges(bridges: readonly Bridge[]): Promise<void> {
    const [{ openBridges }, { onlyBridge }] = await Promise.all([
      import('./bridge-listeners.ts'),
      import('../node/http/request-guard.ts'),
    ]);
    closeBridges = await openBridges({
      bridges,
      port: port(),
      handlerFor: (bridge) => handlerFor(engineOfActiveProfile(engine), {}, onlyBridge(bridge)),
      clock,
      onProblems: (messages) => {
        for (const message of messages) logger.warn({}, message);
        registry.contribute('bridges', [], messages);
      },
    });
  }

  async function close(): Promise<void> {
    const open = listening;
    listening = undefined;
    cancelPreparing?.();
    const closeOpenBridges = closeBridges;
    closeBridges = undefined;
    await Promise.all([open?.close(), profileFaces.close(), closeOpenBridges?.()]);
  }

  return {
    engine,
    registry,
    mfaEnrolments,
    instance,
    get listeners() {
      return listening?.listeners ?? [];
    },
    bearerToken,
    async open(address) {
      await close();
      tokensRequired = address.tokensRequired;
      const { loadContainer } = profileFaces;
      listening = await listen(address.host, address.port, handlerFor(engine, { loadManage, loadContainer }));
      if (address.bridges !== undefined) await listenOnBridges(address.bridges);
      // Nobody waits for these, and whoever asks for one of them finds it.
      cancelPreparing = clock.at(clock.now() + PREPARE_AFTER_MS, () => {
        profileFaces.open().catch(onError);
        instance.load().catch(onError);
      });
    },
    close,
    examine,
    async stop() {
      engine.stop();
      instance.stop();
      await Promise.all([mfaEnrolments.stop(), close()]);
    },
  };
}

function startEngine(parts: ServiceParts, clock: Clock, mfaSecrets: MfaSecretPort): Engine {
  const { profiles, activeProfile, warnings, logger, sources, environment, awsProxy } = parts;
  const engine = createEngine({
    ports: {
      clock,
      aws: createLazyAwsPort(clock, environment, sources, awsProxy),
      mfaSecrets,
      random: Math.random,
    },
    profiles,
    activeProfile,
    warnings,
    onExpiringSoon: (profile, expiresAt) =>
      logger.warn(
        { profile, expiresAt: new Date(expiresAt).toISOString() },
        'the session ends soon; a new code renews it',
      ),
  });
  logStateChanges(engine, logger);
  return engine;
}

type FaceLoaders = Required<Pick<ServiceHandlerOptions, 'loadManage' | 'loadContainer'>>;

/** Requests wait for the instance, which is read when the listener is open: a start never waits for it. */
const onceLoaded =
  (instance: InstanceService, handler: RequestListener): RequestListener =>
  (request, response) => {
    if (instance.isLoaded()) handler(request, response);
    else void instance.load().then(() => handler(request, response));
  };

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
