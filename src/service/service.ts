import { randomBytes } from 'node:crypto';
import { createEngine } from '../core/create-engine.ts';
import type { Engine } from '../core/engine.ts';
import { createTokenStore } from '../core/instance-metadata/token-store.ts';
import { createDripHold } from '../node/http/drip-hold.ts';
import { type Listener, type Listening, listen } from '../node/http/listen.ts';
import { createMetadataHandler } from '../node/http/metadata-handler.ts';
import { createServiceHandler } from '../node/http/service-handler.ts';
import type { MfaSecrets } from '../node/secrets/mfa-secrets.ts';
import { createLazyAwsPort } from '../node/sts/lazy-aws-port.ts';
import { systemClock } from '../node/system-clock.ts';
import type { LoadedProfiles } from './load-profiles.ts';
import type { Logger } from './logger.ts';
import { logRequest } from './request-log.ts';
import { logStateChanges } from './state-log.ts';

export interface ServiceOptions {
  readonly loaded: LoadedProfiles;
  readonly host: string;
  readonly port: number;
  readonly tokensRequired: boolean;
  readonly mfaSecrets: MfaSecrets;
  readonly logger: Logger;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folder of the built pages. */
  readonly pageDirectory: string;
  readonly version: string;
}

/** A service that listens: the engine with its HTTP faces. */
export interface Service {
  readonly engine: Engine;
  readonly listeners: readonly Listener[];
  /** For the command line of the same user. */
  readonly bearerToken: string;
  /** Answers everyone who waits, and closes the listeners. */
  stop(): Promise<void>;
}

const secretToken = (): string => randomBytes(32).toString('base64url');

/** @throws ListenError when the address cannot be bound */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { loaded, logger, mfaSecrets } = options;
  const clock = systemClock;
  const startedAt = clock.now();
  const engine = createEngine({
    ports: { clock, aws: createLazyAwsPort(clock, options.environment), mfaSecrets, random: Math.random },
    profiles: loaded.configuration.profiles,
    activeProfile: loaded.configuration.initialProfile,
    warnings: loaded.warnings,
    onExpiringSoon: (profile, expiresAt) =>
      logger.warn(
        { profile, expiresAt: new Date(expiresAt).toISOString() },
        'the session ends soon; a new code renews it',
      ),
  });
  logStateChanges(engine, logger);
  const bearerToken = secretToken();
  const pageToken = secretToken();
  const onError = (error: unknown) => logger.error({ error: describe(error) }, 'unexpected error');
  const handler = createServiceHandler({
    metadata: createMetadataHandler({
      engine,
      clock,
      tokens: createTokenStore(clock.now, secretToken),
      tokensRequired: options.tokensRequired,
      dripHold: createDripHold(),
    }),
    loadManage: async () => {
      const { createManageHandler } = await import('../node/http/manage/manage-handler.ts');
      return createManageHandler({
        engine,
        mfaSecrets,
        tokens: { bearer: bearerToken, page: pageToken, cookieName: `metafob-page-${options.port}` },
        pageDirectory: options.pageDirectory,
        version: options.version,
        startedAt,
        onError,
      });
    },
    onRequest: logRequest(logger),
    onRefused: (request, reason) => logger.warn({ reason, from: request.socket.remoteAddress }, 'refused'),
    onError,
  });
  let listening: Listening;
  try {
    listening = await listen(options.host, options.port, handler);
  } catch (error) {
    engine.stop();
    throw error;
  }
  return {
    engine,
    listeners: listening.listeners,
    bearerToken,
    async stop() {
      engine.stop();
      await listening.close();
    },
  };
}

const describe = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);
