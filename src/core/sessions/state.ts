import type { UsedCodes } from '../mfa/used-codes.ts';
import type { IdentityFacts } from '../ports.ts';
import type { Profile } from '../profiles/profile.ts';
import type { Credentials } from './credentials.ts';
import type { Failure } from './failure.ts';

/** A request that waits for credentials. */
export interface Waiter {
  readonly requestId: number;
  /** False for callers that handle a missing code themselves, such as `metafob login`. */
  readonly mayPrompt: boolean;
}

/** A code that came together with a request, before anybody asked for it. */
export interface GivenCode {
  readonly code: string;
  /** Undefined when the caller left. */
  readonly requestId: number | undefined;
}

/** What is going on to get a slot its credentials. */
export type Work =
  | { readonly stage: 'idle' }
  /** AWS is asked who the identity is and which MFA devices it has. */
  | { readonly stage: 'describing' }
  /** A role waits for the session it is assumed with, which the slot `source` makes. */
  | { readonly stage: 'awaiting-session'; readonly source: string }
  /** The MFA secret is looked up and a code computed. */
  | { readonly stage: 'finding-code'; readonly workId: number }
  /** A computed code whose time step has not begun: the one before was used already. */
  | { readonly stage: 'awaiting-step'; readonly code: string; readonly step: number }
  /** A person was asked for a code. With `workId`, a secret that was stored meanwhile is looked up. */
  | { readonly stage: 'prompting'; readonly workId: number | undefined }
  /** AWS is asked for the credentials. */
  | { readonly stage: 'calling'; readonly workId: number; readonly sent: SentCode };

/** Where the code of a call came from; only a person's code can be asked for again. */
export type SentCode =
  | { readonly from: 'nowhere' }
  | { readonly from: 'secret' | 'person'; readonly code: string; readonly serialNumber: string };

/** One set of credentials that one call to STS makes, and the work to make it. */
export interface Slot {
  readonly key: string;
  readonly kind: 'session' | 'role';
  /** The profile on whose behalf the work is done; for a shared MFA session, the one that asked last. */
  readonly profile: string;
  readonly work: Work;
  readonly waiters: readonly Waiter[];
  /** The profiles that were asked for since the work began; several share a session. */
  readonly askedFor: readonly string[];
  /** A request that may wait for a person began or joined the work, even if its caller left since. */
  readonly mayPrompt: boolean;
  readonly givenCode: GivenCode | undefined;
  /** Tries of the current work that failed in a way worth repeating at once. */
  readonly repeats: number;
  /** The present work starts from the base credentials although the role can renew itself otherwise. */
  readonly fromBase: boolean;
  readonly credentials: Credentials | undefined;
  readonly renewAt: number | undefined;
  /** Served since it was made. What nobody uses is not renewed in the background. */
  readonly used: boolean;
  /** The user was told that it ends soon. */
  readonly nudged: boolean;
  /** How the last credentials got their code; decides whether a renewal can be silent. */
  readonly codeSource: SentCode['from'] | undefined;
  readonly failed: FailureRecord | undefined;
}

export interface FailureRecord {
  readonly failure: Failure;
  /** Failures in a row. */
  readonly count: number;
  /** Until then requests fail at once with the same failure, unless the user acts. */
  readonly retryAt: number;
}

/** A question for one code of one MFA device. */
export interface Prompt {
  readonly id: string;
  readonly identityId: string;
  readonly serialNumber: string;
  readonly serialNumberIsGuess: boolean;
  /** Slots that need a code of this device, in the order they asked; each needs its own code. */
  readonly slots: readonly string[];
  readonly openedAt: number;
  /** While AWS checks a code: the request that brought it, as long as it waits for the outcome. */
  readonly checking: { readonly requestId: number | undefined } | undefined;
  readonly problem: Failure | undefined;
}

export type FactsState =
  | { readonly stage: 'asking'; readonly devicesAsked: boolean }
  | { readonly stage: 'known'; readonly devicesAsked: boolean; readonly facts: IdentityFacts };

/** All that the engine knows. Times are ms since the epoch in AWS's time (this machine's plus the skew). */
export interface EngineState {
  readonly profiles: readonly Profile[];
  readonly activeProfile: string;
  readonly warnings: readonly string[];
  readonly clockSkewMs: number;
  /** The last moment something happened. AWS's time cannot run backwards, so a clock that does was set. */
  readonly latestTime: number;
  /** By identity id. */
  readonly facts: ReadonlyMap<string, FactsState>;
  /** Device that the user picked or corrected, by identity id. */
  readonly chosenDevices: ReadonlyMap<string, string>;
  readonly slots: ReadonlyMap<string, Slot>;
  readonly prompts: readonly Prompt[];
  /** By serial number. */
  readonly usedCodes: ReadonlyMap<string, UsedCodes>;
  /** Longest session in seconds that AWS allowed for a role profile, where it refused more. */
  readonly roleLimits: ReadonlyMap<string, number>;
  /** For work and prompt ids, so that late answers to abandoned work are told from current ones. */
  readonly lastId: number;
}

export const initialState = (
  profiles: readonly Profile[],
  activeProfile: string,
  warnings: readonly string[],
): EngineState => ({
  profiles,
  activeProfile,
  warnings,
  clockSkewMs: 0,
  latestTime: Number.NEGATIVE_INFINITY,
  facts: new Map(),
  chosenDevices: new Map(),
  slots: new Map(),
  prompts: [],
  usedCodes: new Map(),
  roleLimits: new Map(),
  lastId: 0,
});
