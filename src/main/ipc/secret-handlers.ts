import type { Engine } from '../../core/engine.ts';
import { stepAt, stepStart } from '../../core/mfa/time-step.ts';
import type { Profile } from '../../core/profiles/profile.ts';
import type { MfaSecretFailure, MfaSecrets } from '../../node/secrets/mfa-secrets.ts';
import { answer, done, type Outcome, refuse, refuseWith } from './outcome.ts';

export interface SecretHandlerParts {
  readonly engine: Engine;
  readonly mfaSecrets: MfaSecrets;
  /** ms since the epoch */
  readonly now: () => number;
  /** A secret was stored or removed. */
  readonly onChanged: () => void;
}

/** The calls of the dashboard about MFA secrets, which never go back to it. */
export function secretHandlers({ engine, mfaSecrets, now, onChanged }: SecretHandlerParts) {
  async function withProfile<Value>(
    name: string,
    act: (profile: Profile) => Promise<Outcome<Value>>,
  ): Promise<Outcome<Value>> {
    const profile = engine.profile(name);
    return profile === undefined ? refuseWith({ kind: 'unknown-profile' }) : act(profile);
  }

  const changed = (): Outcome<undefined> => {
    engine.secretsChanged();
    onChanged();
    return done;
  };

  return {
    storeSecret: ({ profile: name, secret }: { profile: string; secret: string }) =>
      withProfile<undefined>(name, async (profile) => {
        const stored = await mfaSecrets.set(profile, secret);
        return stored.ok ? changed() : refuseStore(stored.failure);
      }),

    testSecret: ({ profile: name }: { profile: string }) =>
      withProfile(name, async (profile) => {
        const lookup = await mfaSecrets.find(profile);
        if (lookup.kind === 'none') return noSecret;
        if (lookup.kind === 'locked') return refuse('keychain-locked', lookup.reason);
        const { tokenCode } = await import('../../core/mfa/totp.ts');
        const step = stepAt(now());
        try {
          tokenCode(lookup.secret, step);
        } catch {
          return refuse('bad-request', 'The stored MFA secret is not valid base32. Store it again.');
        }
        return answer({ secondsLeft: Math.ceil((stepStart(step + 1) - now()) / 1000) });
      }),

    removeSecret: ({ profile: name }: { profile: string }) =>
      withProfile<undefined>(name, async (profile) => {
        const removed = await mfaSecrets.remove(profile);
        if (!removed.ok) return refuseStore(removed.failure);
        return removed.value ? changed() : noSecret;
      }),
  };
}

const noSecret = refuse('not-found', 'No MFA secret is stored for this profile.');

const refuseStore = ({ kind, reason }: MfaSecretFailure): Outcome<never> =>
  refuse(kind === 'invalid-secret' ? 'bad-request' : 'keychain-locked', reason);
