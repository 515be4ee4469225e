import type { Engine } from '../core/engine.ts';
import { bootstrapIdentity, type Profile } from '../core/profiles/profile.ts';
import { failed, type Result, success } from '../core/result.ts';
import type { BootstrapCredentials } from '../node/base-credentials/bootstrap.ts';
import type { AdminSettings } from '../node/config/service-settings.ts';
import { senderOf } from '../node/http/admin/admin-guard.ts';
import { createAdminHandler } from '../node/http/admin/admin-handler.ts';
import { readBootstrapSecret } from '../node/http/admin/bootstrap-secret.ts';
import { ListenError, type Listening, listen } from '../node/http/listen.ts';
import { describeError } from './describe-error.ts';
import type { Logger } from './logger.ts';
import type { ProfileRegistry } from './profile-registry.ts';
import { logRequest } from './request-log.ts';

export interface AdminParts {
  readonly settings: AdminSettings;
  /** The same that the engine's `BaseCredentialSources` have. */
  readonly bootstrap: BootstrapCredentials;
  readonly engine: Engine;
  readonly registry: ProfileRegistry;
  readonly logger: Logger;
}

/** The running admin listener. */
export interface Admin {
  /** Such as `http://127.0.0.1:8998`. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Opens the admin listener and brings the profile of its role, which is made as soon as there are bootstrap
 * credentials and renews itself from then on. The failure is a sentence for the user.
 */
export async function startAdmin(parts: AdminParts): Promise<Result<Admin, string>> {
  const { settings, bootstrap, engine, registry, logger } = parts;
  const { host, port, allowRemote } = settings;
  const secret = await readBootstrapSecret(settings);
  if (!secret.ok) return secret;
  const profile = bootstrapProfile(settings, engine);

  const handler = createAdminHandler({
    isHealthy: () => isFromBootstrap(engine, profile.name) && hasCredentials(engine, profile.name),
    async accept(credentials, request) {
      logger.warn({ ...senderOf(request), profile: profile.name }, 'bootstrap credentials were received');
      const kept = bootstrap.replace(credentials);
      if (isFromBootstrap(engine, profile.name)) engine.renewNow(profile.name);
      await kept;
    },
    ...(secret.value === undefined ? {} : { secret: secret.value }),
    allowRemote,
    onRequest: logRequest(logger),
    onRefused: (request, reason) =>
      logger.warn({ reason, ...senderOf(request) }, 'refused by admin listener'),
    onError: (error) =>
      logger.error({ error: describeError(error) }, 'unexpected error of the admin listener'),
  });

  const listening = await open(host, port, allowRemote, handler);
  if (!listening.ok) return listening;
  const url = listening.value.listeners[0]?.url ?? '';
  if (allowRemote) logger.warn({ url }, 'the admin listener may be reached from other machines');
  contribute(registry, engine, profile);
  return success({ url, stop: () => listening.value.close() });
}

/** Named as its role, as instance metadata lists it. */
function bootstrapProfile({ roleArn, region }: AdminSettings, engine: Engine): Profile {
  const roleName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  return {
    name: engine.profile(roleName) === undefined ? roleName : 'bootstrap',
    identity: bootstrapIdentity,
    region,
    roleArn,
    mfa: { enabled: false },
    longRoleSession: false,
    renewal: 'always',
    renewsItself: true,
    origin: { file: '[admin]', line: 1 },
  };
}

function contribute(registry: ProfileRegistry, engine: Engine, profile: Profile): void {
  const nothingElse = engine
    .profiles()
    .every(({ identity, roleArn }) => identity.kind === 'discovered' && roleArn === undefined);
  registry.contribute('admin', [profile]);
  // As with mmds: programs that ask for the role get this one, unless there are others to choose from.
  if (nothingElse) engine.useProfile(profile.name);
}

/** A profile of that name in an edited configuration takes its place. */
const isFromBootstrap = (engine: Engine, name: string): boolean =>
  engine.profile(name)?.identity.kind === 'bootstrap';

const hasCredentials = (engine: Engine, name: string): boolean => engine.heldCredentials(name) !== undefined;

async function open(
  host: string,
  port: number,
  anyAddress: boolean,
  handler: Parameters<typeof listen>[2],
): Promise<Result<Listening, string>> {
  try {
    return success(await listen(host, port, handler, { anyAddress }));
  } catch (error) {
    if (error instanceof ListenError)
      return failed(`Admin listener ([admin] host and port): ${error.message}`);
    throw error;
  }
}
