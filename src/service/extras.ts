import { hostname } from 'node:os';
import { failed, type Result, success } from '../core/result.ts';
import type { BootstrapCredentials } from '../node/base-credentials/bootstrap.ts';
import type { BaseCredentialSources } from '../node/base-credentials/sources.ts';
import type { AdminSettings, ServiceSettings, UpstreamSettings } from '../node/config/service-settings.ts';
import type { OpenedSecretStore } from '../node/secrets/open-secret-store.ts';
import { systemClock } from '../node/system-clock.ts';
import type { Logger } from './logger.ts';
import type { Service } from './service.ts';

/** What only some configurations ask for: the admin listener, credentials of another metadata service. */
export interface Extras {
  /** Base credentials that come to the admin listener. */
  readonly bootstrap?: BaseCredentialSources['bootstrap'];
  /** To be called before the service opens. The failure is a sentence for the user. */
  start(service: Service): Promise<Result<RunningExtras, string>>;
}

export interface RunningExtras {
  /** What to tell about them when the service is ready, a line each. */
  readonly announcements: readonly string[];
  stop(): Promise<void>;
}

interface Surroundings {
  readonly secretStore: OpenedSecretStore;
  readonly logger: Logger;
}

/** Each extra is loaded only when the configuration asks for it. */
export async function prepareExtras(settings: ServiceSettings, surroundings: Surroundings): Promise<Extras> {
  const { admin, upstream } = settings;
  const bootstrap = admin && (await createBootstrap(admin, surroundings));
  return {
    ...(bootstrap === undefined ? {} : { bootstrap: bootstrap.find }),
    async start(service) {
      const running: RunningExtras[] = [];
      const stop = async () => void (await Promise.all(running.map((extra) => extra.stop())));
      if (admin !== undefined && bootstrap !== undefined) {
        const started = await startAdminListener(admin, bootstrap, service, surroundings.logger);
        if (!started.ok) return started;
        running.push(started.value);
      }
      if (upstream !== undefined) {
        running.push(await followUpstreamService(upstream, service, surroundings.logger));
      }
      return success({ announcements: running.flatMap(({ announcements }) => announcements), stop });
    },
  };
}

async function createBootstrap(
  { persist }: AdminSettings,
  { secretStore, logger }: Surroundings,
): Promise<BootstrapCredentials> {
  const { createBootstrapCredentials } = await import('../node/base-credentials/bootstrap.ts');
  return createBootstrapCredentials({
    ...(persist ? { store: secretStore } : {}),
    onProblem: (message) => logger.warn({}, message),
  });
}

async function startAdminListener(
  settings: AdminSettings,
  bootstrap: BootstrapCredentials,
  { engine, registry }: Service,
  logger: Logger,
): Promise<Result<RunningExtras, string>> {
  const { startAdmin } = await import('./admin.ts');
  const admin = await startAdmin({ settings, bootstrap, engine, registry, logger });
  if (!admin.ok) return failed(admin.failure);
  const { url, stop } = admin.value;
  return success({ announcements: [`Admin listener on ${url}/ (status, bootstrap/creds)`], stop });
}

async function followUpstreamService(
  settings: UpstreamSettings,
  { engine, registry }: Service,
  logger: Logger,
): Promise<RunningExtras> {
  const { alppacaSessionName, followUpstream } = await import('./upstream-profiles.ts');
  const stop = followUpstream({
    settings,
    registry,
    engine,
    clock: systemClock,
    random: Math.random,
    logger,
    roleSessionName: alppacaSessionName(hostname()),
  });
  return { announcements: [`Credentials come from ${settings.url}`], stop: async () => stop() };
}
