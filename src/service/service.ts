import { createEngine } from '../core/create-engine.ts';
import type { Engine } from '../core/engine.ts';
import { createTokenStore } from '../core/instance-metadata/token-store.ts';
import type { Clock } from '../core/ports.ts';
import type { Profile } from '../core/profiles/profile.ts';
import type { BaseCredentialSources } from '../node/base-credentials/sources.ts';
import { createDripHold } from '../node/http/drip-hold.ts';
import { type Listener, type Listening, listen } from '../node/http/listen.ts';
import { createMetadataHandler } from '../node/http/metadata-handler.ts';
import { createServiceHandler } from '../node/http/service-handler.ts';
import type { MfaSecrets } from '../node/secrets/mfa-secrets.ts';
import { createLazyAwsPort } from '../node/sts/lazy-aws-port.ts';
import { systemClock } from '../node/system-clock.ts';
import type { Logger } from './logger.ts';
import { createProfileRegistry, type ProfileRegistry } from './profile-registry.ts';
import { logRequest } from './request-log.ts';
import { logStateChanges } from './state-log.ts';

/** Where a service listens. `tokensRequired`: serve only IMDSv2 requests. */
export interface ServiceAddress {
  readonly host: string;
  readonly port: number;
  readonly tokensRequired: boolean;
}

export interface ServiceParts {
  readonly profiles: readonly Profile[];
  readonly activeProfile: string;
  readonly warnings: readonly string[];
  readonly mfaSecrets: MfaSecrets;
  readonly sources: BaseCredentialSources;
  readonly logger: Logger;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folder of the built pages. */
  readonly pageDirectory: string;
  readonly version: string;
}

/** The engine with its HTTP faces, which can be shut and opened again while the sessions stay. */
export interface Service {
  readonly engine: Engine;
  readonly registry: ProfileRegistry;
  /** None while it is shut. */
  readonly listeners: readonly Listener[];
  /** For the command line of the same user; made at the first call. */
  bearerToken(): string;
  /** @throws ListenError when the address cannot be bound */
  open(address: ServiceAddress): Promise<void>;
  /** Answers no request until it is opened again. */
  close(): Promise<void>;
  /** Answers everyone who waits, and closes the listeners. */
  stop(): Promise<void>;
}

/** From the global, which loads what it needs at the first use; importing node:crypto delays every start. */
const secretToken = (): string =>
  Buffer.from(globalThis.crypto.getRandomValues(new Uint8Array(32))).toString('base64url');

/** A service that is not open yet. */
export function createService(parts: ServiceParts): Service {
  const { logger } = parts;
  const clock = systemClock;
  const engine = startEngine(parts, clock);
  const bearerToken = once(secretToken);
  const onError = (error: unknown) => logger.error({ error: describe(error) }, 'unexpected error');
  let listening: Listening | undefined;
  const port = () => listening?.listeners[0]?.port ?? 0;
  const loadManage = manageLoader(parts, engine, { bearerToken, port, startedAt: clock.now(), onError });

  const handlerFor = ({ tokensRequired }: ServiceAddress) =>
    createServiceHandler({
      metadata: createMetadataHandler({
        engine,
        clock,
        tokens: createTokenStore(clock.now, secretToken),
        tokensRequired,
        dripHold: createDripHold(),
      }),
      loadManage,
      onRequest: logRequest(logger),
      onRefused: (request, reason) => logger.warn({ reason, from: request.socket.remoteAddress }, 'refused'),
      onError,
    });

  async function close(): Promise<void> {
    const open = listening;
    listening = undefined;
    await open?.close();
  }

  return {
    engine,
    registry: createProfileRegistry(engine, parts.profiles, parts.warnings),
    get listeners() {
      return listening?.listeners ?? [];
    },
    bearerToken,
    async open(address) {
      await close();
      listening = await listen(address.host, address.port, handlerFor(address));
    },
    close,
    async stop() {
      engine.stop();
      await close();
    },
  };
}

function startEngine(parts: ServiceParts, clock: Clock): Engine {
  const { profiles, activeProfile, warnings, logger, mfaSecrets, sources, environment } = parts;
  const engine = createEngine({
    ports: { clock, aws: createLazyAwsPort(clock, environment, sources), mfaSecrets, random: Math.random },
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

interface ManageParts {
  bearerToken(): string;
  port(): number;
  readonly startedAt: number;
  readonly onError: (error: unknown) => void;
}

const manageLoader =
  ({ mfaSecrets, pageDirectory, version }: ServiceParts, engine: Engine, parts: ManageParts) =>
  async () => {
    const { createManageHandler } = await import('../node/http/manage/manage-handler.ts');
    return createManageHandler({
      engine,
      mfaSecrets,
      pageDirectory,
      version,
      startedAt: parts.startedAt,
      onError: parts.onError,
      tokens: {
        bearer: parts.bearerToken(),
        page: secretToken(),
        // Cookies do not know ports: two services on this machine must not share one.
        cookieName: `metafob-page-${parts.port()}`,
      },
    });
  };

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

const describe = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);
