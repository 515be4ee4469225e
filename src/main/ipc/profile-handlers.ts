import type { Engine } from '../../core/engine.ts';
import { toTimestamp } from '../../core/sessions/credentials.ts';
import type { SessionBody } from '../../shared/manage-api.ts';
import { answer, refuse, refuseWith, settled } from './outcome.ts';

interface ForProfile {
  readonly profile: string;
}

/** The calls of the dashboard about profiles and their sessions. */
export function profileHandlers(engine: Engine) {
  return {
    switchProfile: ({ profile }: ForProfile) => settled(engine.useProfile(profile)),

    async startSession({ profile, code }: ForProfile & { readonly code?: string | undefined }) {
      const made = await engine.startSession(profile, code);
      return !made.ok && made.failure.kind === 'mfa-required'
        ? refuse('code-needed', 'A code from the MFA device is needed.')
        : settled(made);
    },

    clearSession: ({ profile }: ForProfile) => settled(engine.clearSession(profile)),

    revealCredentials({ profile }: ForProfile) {
      if (engine.profile(profile) === undefined) return refuseWith({ kind: 'unknown-profile' });
      return answer(heldSession(engine, profile));
    },
  };
}

function heldSession(engine: Engine, profile: string): SessionBody | undefined {
  const credentials = engine.heldCredentials(profile);
  return (
    credentials && {
      accessKey: credentials.accessKeyId,
      secretKey: credentials.secretAccessKey,
      sessionToken: credentials.sessionToken,
      expiration: toTimestamp(credentials.expiresAt),
    }
  );
}
