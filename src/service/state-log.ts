import type { Engine } from '../core/engine.ts';
import type { ProfileView } from '../shared/view-state.ts';
import type { Logger } from './logger.ts';

/** Logs what happens to profiles and prompts. Views hold no secrets, so neither do these lines. */
export function logStateChanges(engine: Engine, logger: Logger): void {
  let before = engine.view();
  engine.subscribe((now) => {
    for (const profile of now.profiles) {
      const old = before.profiles.find(({ name }) => name === profile.name);
      if (old?.session.state !== profile.session.state) logSession(profile, logger);
    }
    for (const prompt of now.prompts) {
      const old = before.prompts.find(({ id }) => id === prompt.id);
      if (old === undefined) {
        logger.info({ profile: prompt.profile, device: prompt.serialNumber }, 'a code is needed');
      } else if (prompt.problem !== undefined && old.problem?.message !== prompt.problem.message) {
        logger.warn({ profile: prompt.profile, kind: prompt.problem.kind }, prompt.problem.message);
      }
    }
    if (before.clockSkewMs !== now.clockSkewMs) {
      logger.warn({ clockSkewMs: now.clockSkewMs }, "this machine's clock differs from AWS's; corrected for");
    }
    if (before.activeProfile !== now.activeProfile) {
      logger.info({ profile: now.activeProfile }, 'the active profile changed');
    }
    before = now;
  });
}

function logSession({ name: profile, session }: ProfileView, logger: Logger): void {
  switch (session.state) {
    case 'active':
    case 'expiring': {
      const expiresAt = new Date(session.expiresAt).toISOString();
      logger.info({ profile, state: session.state, expiresAt }, 'session');
      return;
    }
    case 'failed':
      logger.warn({ profile, kind: session.problem.kind }, session.problem.message);
      return;
    case 'none':
    case 'working':
    case 'waiting-for-code':
      logger.debug({ profile, state: session.state }, 'session');
  }
}
