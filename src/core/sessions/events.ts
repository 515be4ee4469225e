import type { AssumeRoleCall, AwsAnswer, BaseCall, GetSessionTokenCall, IdentityFacts } from '../ports.ts';
import type { Profile } from '../profiles/profile.ts';
import type { Result } from '../result.ts';
import type { Credentials } from './credentials.ts';
import type { Failure } from './failure.ts';

/** A code computed from a stored secret, or why there is none. */
export type CodeLookup =
  | { readonly kind: 'code'; readonly code: string; readonly step: number }
  | { readonly kind: 'none' }
  | { readonly kind: 'locked'; readonly reason: string };

/** What can happen to the engine. `jitter` is uniform in [0, 1). */
export type EngineEvent =
  | { readonly type: 'credentials-requested'; readonly profile: string; readonly requestId: number }
  | {
      readonly type: 'session-started';
      readonly profile: string;
      readonly requestId: number;
      readonly code?: string;
    }
  | { readonly type: 'code-wanted'; readonly profile: string }
  | { readonly type: 'request-abandoned'; readonly requestId: number }
  | { readonly type: 'credentials-served'; readonly profile: string }
  | {
      readonly type: 'prompt-answered';
      readonly promptId: string;
      readonly code: string;
      readonly requestId: number;
    }
  | { readonly type: 'device-chosen'; readonly promptId: string; readonly serialNumber: string }
  | { readonly type: 'prompt-cancelled'; readonly promptId: string }
  | {
      readonly type: 'identity-described';
      readonly identityId: string;
      readonly answer: AwsAnswer<IdentityFacts>;
    }
  | {
      readonly type: 'code-found';
      readonly slot: string;
      readonly workId: number;
      readonly lookup: CodeLookup;
    }
  | {
      readonly type: 'credentials-answered';
      readonly slot: string;
      readonly workId: number;
      readonly answer: AwsAnswer<Credentials>;
      readonly jitter: number;
    }
  | { readonly type: 'profile-used'; readonly profile: string }
  | { readonly type: 'session-cleared'; readonly profile: string }
  | { readonly type: 'renewal-wanted'; readonly profile: string }
  | {
      readonly type: 'profiles-loaded';
      readonly profiles: readonly Profile[];
      readonly warnings: readonly string[];
    }
  | { readonly type: 'secrets-changed' }
  | { readonly type: 'time-passed' }
  | { readonly type: 'stopped' };

/** What the engine wants done. */
export type Effect =
  | {
      readonly type: 'answer';
      readonly requestIds: readonly number[];
      readonly result: Result<Credentials | undefined, Failure>;
    }
  | {
      readonly type: 'describe-identity';
      readonly call: BaseCall & { readonly findDevices: boolean };
    }
  | {
      readonly type: 'find-code';
      readonly slot: string;
      readonly workId: number;
      readonly profile: Profile;
      readonly step: number;
    }
  | {
      readonly type: 'get-session-token';
      readonly slot: string;
      readonly workId: number;
      readonly call: GetSessionTokenCall;
    }
  | {
      readonly type: 'assume-role';
      readonly slot: string;
      readonly workId: number;
      readonly call: AssumeRoleCall;
    }
  /** A session that only a new code can renew ends soon. Sent once per session. */
  | { readonly type: 'nudge'; readonly profile: string; readonly expiresAt: number };
