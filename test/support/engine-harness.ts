import { createEngine } from '../../src/core/create-engine.ts';
import type { MfaSecretLookup } from '../../src/core/ports.ts';
import type { Profile } from '../../src/core/profiles/profile.ts';
import type { Result } from '../../src/core/result.ts';
import type { Credentials } from '../../src/core/sessions/credentials.ts';
import type { Failure } from '../../src/core/sessions/failure.ts';
import type { ViewState } from '../../src/shared/view-state.ts';
import { createFakeAws } from './engine/fake-aws.ts';
import { createGate } from './engine/gate.ts';
import { createManualClock } from './engine/manual-clock.ts';
import { alice, profile } from './engine/world.ts';

export { flushPromises } from './engine/manual-clock.ts';
export * from './engine/world.ts';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/** A moment five seconds into a time step. */
export const START = Date.UTC(2026, 0, 5, 9, 0, 5);

/** A question to the engine whose answer a test looks at when it likes. */
export interface Asked<Value> {
  readonly promise: Promise<Result<Value, Failure>>;
  /** Undefined while it waits. */
  outcome: Result<Value, Failure> | undefined;
}

const watched = <Value>(promise: Promise<Result<Value, Failure>>): Asked<Value> => {
  const asked: Asked<Value> = { promise, outcome: undefined };
  void promise.then((outcome) => {
    asked.outcome = outcome;
  });
  return asked;
};

/** Stands for the keychain: knows a secret for everybody, for nobody, or is locked. */
function createFakeSecrets() {
  const gate = createGate();
  let lookup: MfaSecretLookup = { kind: 'none' };
  const asked: string[] = [];
  return {
    asked,
    hold: gate.hold,
    release: gate.release,
    store(secret: string = alice.secret): void {
      lookup = { kind: 'found', secret };
    },
    remove(): void {
      lookup = { kind: 'none' };
    },
    lock(reason: string): void {
      lookup = { kind: 'locked', reason };
    },
    port: {
      async find({ name }: Profile): Promise<MfaSecretLookup> {
        asked.push(name);
        await gate.pass();
        return lookup;
      },
    },
  };
}

interface HarnessOptions {
  readonly profiles?: readonly Profile[];
  readonly activeProfile?: string;
  /** Jitter, in [0, 1). */
  readonly random?: number;
}

/** An engine in a world of its own: clock, AWS and keychain are fakes that a test directs. */
export function startEngine({ profiles = [profile('dev')], activeProfile, random = 0 }: HarnessOptions = {}) {
  const clock = createManualClock(START);
  const aws = createFakeAws(clock.now);
  const secrets = createFakeSecrets();
  const nudges: { readonly profile: string; readonly expiresAt: number }[] = [];
  const engine = createEngine({
    ports: { clock, aws: aws.port, mfaSecrets: secrets.port, random: () => random },
    profiles,
    activeProfile: activeProfile ?? profiles[0]?.name ?? '',
    onExpiringSoon: (name, expiresAt) => nudges.push({ profile: name, expiresAt }),
  });
  const published: ViewState[] = [];
  engine.subscribe((view) => published.push(view));

  const ask = (name = 'dev', signal?: AbortSignal): Asked<Credentials> =>
    watched(engine.requestCredentials(name, signal));
  const start = (name = 'dev', code?: string): Asked<Credentials> => watched(engine.startSession(name, code));
  const answerWith = (code: string): Asked<void> =>
    watched(engine.answerPrompt(engine.view().prompts[0]?.id ?? 'no prompt is open', code));

  return {
    engine,
    clock,
    aws,
    secrets,
    nudges,
    published,
    ask,
    start,
    /** Answers the first open prompt. */
    answerWith,
    prompts: () => engine.view().prompts,
    /** The only open prompt. */
    prompt() {
      const [first, ...others] = engine.view().prompts;
      if (first === undefined || others.length > 0) {
        throw new Error(`One prompt should be open, but ${others.length + (first ? 1 : 0)} are.`);
      }
      return first;
    },
    session: (name = 'dev') => engine.view().profiles.find((entry) => entry.name === name)?.session,
    profileView: (name = 'dev') => engine.view().profiles.find((entry) => entry.name === name),
    /** Asks, waits until everything that needs no time has happened, and tells what came of it. */
    async askNow(name = 'dev') {
      const asked = ask(name);
      await clock.settle();
      return asked.outcome;
    },
    /** Asks and types the right code. */
    async signIn(name = 'dev') {
      const asked = ask(name);
      await clock.settle();
      answerWith(aws.codeOf(engine.view().prompts[0]?.serialNumber));
      await clock.settle();
      return asked.outcome;
    },
  };
}

export type Harness = ReturnType<typeof startEngine>;

/** The credentials of an answer that should be a success. */
export function credentialsOf(outcome: Result<Credentials, Failure> | undefined): Credentials {
  if (outcome?.ok !== true) throw new Error(`Expected credentials, not ${JSON.stringify(outcome)}.`);
  return outcome.value;
}

/** The kind of failure of an answer; `success` or `waiting` when it is none. */
export const kindOf = (outcome: Result<unknown, Failure> | undefined): string => {
  if (outcome === undefined) return 'waiting';
  return outcome.ok ? 'success' : outcome.failure.kind;
};
