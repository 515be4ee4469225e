import type { Engine } from '../core/engine.ts';
import type { Clock } from '../core/ports.ts';
import { type Profile, upstreamIdentity } from '../core/profiles/profile.ts';
import type { Result } from '../core/result.ts';
import { describeFailure, type Failure } from '../core/sessions/failure.ts';
import type { UpstreamSettings } from '../node/config/service-settings.ts';
import type { Logger } from './logger.ts';
import type { ProfileRegistry } from './profile-registry.ts';

export interface FollowUpstreamOptions {
  readonly settings: UpstreamSettings;
  readonly registry: Pick<ProfileRegistry, 'contribute'>;
  readonly engine: Pick<Engine, 'view'>;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  /** For AssumeRole; alppaca's is `alppaca-on-HOST`, which trust policies and CloudTrail filters may name. */
  readonly roleSessionName?: string;
  /** For tests; `listUpstreamRoles` by default. */
  readonly listRoles?: (url: string) => Promise<Result<readonly string[], Failure>>;
}

const PART = 'upstream';
const SECOND = 1000;

/** alppaca's back-off while there are no roles: 3, 9, 27… up to 300 seconds. */
const BACKOFF_FACTOR = 3;
const LONGEST_BACKOFF_MS = 300 * SECOND;

/** Roles are asked for again as often as credentials, but not in a tight loop, nor only once an hour. */
const SHORTEST_LIFETIME_MS = 10 * SECOND;
const LONGEST_LIFETIME_MS = 300 * SECOND;

/** How long to wait after the `count`-th time in a row (1 = first) that there were no roles, in ms. */
export const rolesBackoff = (count: number): number =>
  Math.min(BACKOFF_FACTOR ** count * SECOND, LONGEST_BACKOFF_MS);

/**
 * Turns the roles of another metadata service into profiles, and keeps up with its list. Their credentials
 * are fetched ahead of need by the engine. When the list cannot be had, the roles known so far stay.
 * Returns a function that ends it.
 */
export function followUpstream(options: FollowUpstreamOptions): () => void {
  const { settings, registry, engine, clock, random, logger, listRoles = listUpstream } = options;
  let roles: readonly string[] = [];
  let attemptsWithoutRoles = 0;
  let cancelTimer = (): void => {};
  let stopped = false;

  async function look(): Promise<void> {
    const listed = await listRoles(settings.url);
    if (stopped) return;
    if (listed.ok) follow(listed.value);
    else logger.warn({ kind: listed.failure.kind }, describeFailure(listed.failure));
    const found = listed.ok && listed.value.length > 0;
    attemptsWithoutRoles = found ? 0 : attemptsWithoutRoles + 1;
    const pause = found ? pauseWithRoles() : rolesBackoff(attemptsWithoutRoles);
    cancelTimer = clock.at(clock.now() + pause, () => void look());
  }

  function follow(now: readonly string[]): void {
    if (now.length === 0)
      logger.warn({ upstream: settings.url }, 'the upstream metadata service has no role');
    if (now.join('\n') === roles.join('\n')) return;
    roles = now;
    logger.info({ roles }, 'the roles of the upstream metadata service');
    registry.contribute(
      PART,
      roles.map((role) => upstreamProfile(settings, role, options.roleSessionName)),
    );
  }

  /** At a random moment between 50 and 90 % of what the first credentials to end have left, as alppaca. */
  function pauseWithRoles(): number {
    const left = engine.view().profiles.flatMap(({ name, session }) => {
      if (!roles.includes(name) || !('expiresAt' in session)) return [];
      return [session.expiresAt - clock.now()];
    });
    const shortest = Math.max(Math.min(...left, LONGEST_LIFETIME_MS), SHORTEST_LIFETIME_MS);
    return (left.length === roles.length ? shortest : SHORTEST_LIFETIME_MS) * (0.5 + 0.4 * random());
  }

  void look();
  return () => {
    stopped = true;
    cancelTimer();
  };
}

/**
 * The profile of an upstream role. With `assume_role`, instance metadata lists it under the name of the role
 * that it ends in, as alppaca; asked by its upstream name it answers the same.
 */
export function upstreamProfile(
  { url, region, assumeRoleArn }: UpstreamSettings,
  role: string,
  roleSessionName?: string,
): Profile {
  const assumed =
    assumeRoleArn === undefined
      ? { metadataRoleName: role }
      : {
          metadataRoleName: assumeRoleArn.slice(assumeRoleArn.lastIndexOf('/') + 1),
          roleArn: assumeRoleArn,
          ...(roleSessionName === undefined ? {} : { roleSessionName }),
        };
  return {
    name: role,
    identity: upstreamIdentity(url, role),
    region,
    mfa: { enabled: false },
    longRoleSession: false,
    renewal: 'prefetch',
    ...assumed,
    origin: { file: url, line: 1 },
  };
}

/** alppaca's name for the sessions it makes, in the characters and length that STS allows. */
export const alppacaSessionName = (hostName: string): string =>
  `alppaca-on-${hostName}`.replace(/[^\w+=,.@-]/g, '-').slice(0, 64);

const listUpstream = async (url: string): Promise<Result<readonly string[], Failure>> => {
  const { listUpstreamRoles } = await import('../node/upstream/upstream-roles.ts');
  return listUpstreamRoles(url);
};
