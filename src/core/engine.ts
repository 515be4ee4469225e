import type { ViewState } from '../shared/view-state.ts';
import type { Profile } from './profiles/profile.ts';
import type { Result } from './result.ts';
import type { Credentials } from './sessions/credentials.ts';
import type { Failure } from './sessions/failure.ts';

/** What every face calls. The engine publishes its state once per change; nothing here throws. */
export interface Engine {
  /** The last published state, with the present time. */
  view(): ViewState;
  /** Calls back after each change; returns a function that unsubscribes. */
  subscribe(listener: (view: ViewState) => void): () => void;

  profiles(): readonly Profile[];
  profile(name: string): Profile | undefined;
  activeProfile(): string;

  /** Credentials that can be served this moment without asking anybody; undefined otherwise. */
  currentCredentials(profile: string): Credentials | undefined;
  /** The valid credentials a profile has, due for renewal or not; for showing them, not for serving. */
  heldCredentials(profile: string): Credentials | undefined;
  /**
   * Credentials, waiting for AWS and for a person's code as long as it takes. When the signal aborts, the
   * caller stops waiting but the work goes on for the next one.
   */
  requestCredentials(profile: string, signal?: AbortSignal): Promise<Result<Credentials, Failure>>;
  /**
   * A new session on the user's request; it replaces a valid one. Without a code it never opens a prompt but
   * fails with `mfa-required` when a code is needed.
   */
  startSession(profile: string, tokenCode?: string): Promise<Result<Credentials, Failure>>;

  /** Opens the question for a code although no program waits, for instance to renew ahead of the end. */
  askForCode(profile: string): Result<void, Failure>;
  answerPrompt(promptId: string, tokenCode: string): Promise<Result<void, Failure>>;
  chooseDevice(promptId: string, serialNumber: string): Result<void, Failure>;
  cancelPrompt(promptId: string): Result<void, Failure>;

  /** New credentials in the background, for instance because the base credentials changed. */
  renewNow(profile: string): Result<void, Failure>;
  useProfile(name: string): Result<void, Failure>;
  /** Forgets the profile's session and the MFA session it came from. */
  clearSession(profile: string): Result<void, Failure>;
  clearAllSessions(): void;
  /** Replaces the profiles; sessions of unchanged identities and roles stay. */
  loadProfiles(profiles: readonly Profile[], warnings: readonly string[]): void;
  /** An MFA secret was stored or removed: prompts that wait may be answered silently now. */
  secretsChanged(): void;
  /** The machine woke up or the clock changed: look at every deadline again. */
  wake(): void;
  /** Answers everyone who waits with a failure and closes all prompts; sessions stay. For a pause. */
  dismissEveryone(): void;
  /** The same for good: answers everyone and stops all timers. */
  stop(): void;
}
