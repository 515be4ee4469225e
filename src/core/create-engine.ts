import type { ViewState } from '../shared/view-state.ts';
import type { Engine } from './engine.ts';
import type { AwsAnswer, EnginePorts } from './ports.ts';
import type { Profile } from './profiles/profile.ts';
import { failed, type Result, success } from './result.ts';
import type { Credentials } from './sessions/credentials.ts';
import type { CodeLookup, Effect, EngineEvent } from './sessions/events.ts';
import { type Failure, failure } from './sessions/failure.ts';
import { isServable } from './sessions/freshness.ts';
import { servingKey } from './sessions/plan.ts';
import { reduce } from './sessions/reduce.ts';
import { isStale, nextDeadline } from './sessions/renewal.ts';
import { initialState } from './sessions/state.ts';
import { viewOf } from './sessions/view.ts';

export interface EngineOptions {
  readonly ports: EnginePorts;
  readonly profiles: readonly Profile[];
  readonly activeProfile: string;
  readonly warnings?: readonly string[];
  /** A session that only a new code can renew ends soon (once per session). */
  readonly onExpiringSoon?: (profile: string, expiresAt: number) => void;
}

type Outcome = Result<Credentials | undefined, Failure>;

/** Runs the reducer: feeds it events, carries out its effects, keeps one timer, publishes the view. */
export function createEngine(options: EngineOptions): Engine {
  const { clock, aws, mfaSecrets, random } = options.ports;
  const pending = new Map<number, (outcome: Outcome) => void>();
  const listeners = new Set<(view: ViewState) => void>();
  let state = initialState(options.profiles, options.activeProfile, options.warnings ?? []);
  let view = viewOf(state, clock.now());
  let lastRequestId = 0;
  let stopped = false;
  let cancelTimer: (() => void) | undefined;

  function dispatch(event: EngineEvent): void {
    if (stopped) return;
    const step = reduce(state, event, clock.now());
    state = step.state;
    for (const effect of step.effects) perform(effect);
    setTimer();
    publish();
  }

  /** AWS's time. A clock that was set back is noticed here first. */
  function awsNow(): number {
    if (clock.now() + state.clockSkewMs < state.latestTime - 3_000) dispatch({ type: 'time-passed' });
    return clock.now() + state.clockSkewMs;
  }

  function setTimer(): void {
    cancelTimer?.();
    const deadline = nextDeadline(state, clock.now() + state.clockSkewMs);
    cancelTimer =
      deadline === undefined
        ? undefined
        : clock.at(deadline - state.clockSkewMs, () => dispatch({ type: 'time-passed' }));
  }

  function publish(): void {
    const next = viewOf(state, clock.now() + state.clockSkewMs);
    if (JSON.stringify({ ...next, now: 0 }) === JSON.stringify({ ...view, now: 0 })) return;
    view = next;
    for (const listener of listeners) listener(view);
  }

  function perform(effect: Effect): void {
    switch (effect.type) {
      case 'answer':
        for (const requestId of effect.requestIds) {
          pending.get(requestId)?.(effect.result);
          pending.delete(requestId);
        }
        return;
      case 'describe-identity':
        void answered(aws.describeIdentity(effect.call)).then((answer) => {
          dispatch({ type: 'identity-described', identityId: effect.call.identity.id, answer });
        });
        return;
      case 'find-code':
        void findCode(effect.profile, effect.step).then((lookup) => {
          dispatch({ type: 'code-found', slot: effect.slot, workId: effect.workId, lookup });
        });
        return;
      case 'get-session-token':
      case 'assume-role': {
        const { slot, workId } = effect;
        const calling =
          effect.type === 'assume-role' ? aws.assumeRole(effect.call) : aws.getSessionToken(effect.call);
        void answered(calling).then((answer) => {
          dispatch({ type: 'credentials-answered', slot, workId, answer, jitter: random() });
        });
        return;
      }
      case 'nudge':
        options.onExpiringSoon?.(effect.profile, effect.expiresAt);
    }
  }

  async function findCode(profile: Profile, step: number): Promise<CodeLookup> {
    try {
      const lookup = await mfaSecrets.find(profile);
      if (lookup.kind !== 'found') return lookup;
      // Loaded when it is first needed: most starts never compute a code.
      const { tokenCode } = await import('./mfa/totp.ts');
      return { kind: 'code', code: tokenCode(lookup.secret, step), step };
    } catch (error) {
      return { kind: 'locked', reason: error instanceof Error ? error.message : String(error) };
    }
  }

  function ask(toEvent: (requestId: number) => EngineEvent, signal?: AbortSignal): Promise<Outcome> {
    if (stopped) return Promise.resolve(failed(failure('stopped')));
    lastRequestId += 1;
    const requestId = lastRequestId;
    return new Promise((resolve) => {
      const abandon = () => {
        pending.delete(requestId);
        dispatch({ type: 'request-abandoned', requestId });
        resolve(failed(failure('cancelled')));
      };
      pending.set(requestId, (outcome) => {
        signal?.removeEventListener('abort', abandon);
        resolve(outcome);
      });
      if (signal?.aborted === true) return abandon();
      signal?.addEventListener('abort', abandon, { once: true });
      dispatch(toEvent(requestId));
    });
  }

  const profile = (name: string) => state.profiles.find((candidate) => candidate.name === name);

  const slotOf = (name: string) => {
    const found = profile(name);
    return found && state.slots.get(servingKey(found));
  };

  function ifProfile(name: string, event: EngineEvent): Result<void, Failure> {
    if (profile(name) === undefined) {
      return failed(failure('unknown-profile', `There is no profile “${name}”.`));
    }
    dispatch(event);
    return success(undefined);
  }

  function ifPrompt(promptId: string, event: EngineEvent): Result<void, Failure> {
    if (!state.prompts.some(({ id }) => id === promptId)) return failed(failure('prompt-timed-out'));
    dispatch(event);
    return success(undefined);
  }

  // Profiles that are kept valid do not wait for a request.
  dispatch({ type: 'time-passed' });

  return {
    view: () => ({ ...view, now: awsNow() }),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    profiles: () => state.profiles,
    profile,
    activeProfile: () => state.activeProfile,
    currentCredentials(name) {
      const now = awsNow();
      const slot = slotOf(name);
      if (slot?.renewAt === undefined || !isServable(slot.credentials, now)) return undefined;
      if (isStale(state, slot, now)) return undefined;
      if (!slot.used) dispatch({ type: 'credentials-served', profile: name });
      return slot.credentials;
    },
    heldCredentials(name) {
      const now = awsNow();
      const credentials = slotOf(name)?.credentials;
      return isServable(credentials, now) ? credentials : undefined;
    },
    async requestCredentials(name, signal) {
      return withCredentials(
        await ask((requestId) => ({ type: 'credentials-requested', profile: name, requestId }), signal),
      );
    },
    async startSession(name, tokenCode) {
      return withCredentials(
        await ask((requestId) => ({
          type: 'session-started',
          profile: name,
          requestId,
          ...(tokenCode === undefined ? {} : { code: tokenCode }),
        })),
      );
    },
    askForCode: (name) => ifProfile(name, { type: 'code-wanted', profile: name }),
    async answerPrompt(promptId, code) {
      const outcome = await ask((requestId) => ({ type: 'prompt-answered', promptId, code, requestId }));
      return outcome.ok ? success(undefined) : outcome;
    },
    chooseDevice: (promptId, serialNumber) =>
      ifPrompt(promptId, { type: 'device-chosen', promptId, serialNumber }),
    cancelPrompt: (promptId) => ifPrompt(promptId, { type: 'prompt-cancelled', promptId }),
    renewNow: (name) => ifProfile(name, { type: 'renewal-wanted', profile: name }),
    useProfile: (name) => ifProfile(name, { type: 'profile-used', profile: name }),
    clearSession: (name) => ifProfile(name, { type: 'session-cleared', profile: name }),
    clearAllSessions() {
      for (const { name } of state.profiles) dispatch({ type: 'session-cleared', profile: name });
    },
    loadProfiles: (profiles, warnings) => dispatch({ type: 'profiles-loaded', profiles, warnings }),
    secretsChanged: () => dispatch({ type: 'secrets-changed' }),
    wake: () => dispatch({ type: 'time-passed' }),
    dismissEveryone: () => dispatch({ type: 'stopped' }),
    stop() {
      dispatch({ type: 'stopped' });
      stopped = true;
      cancelTimer?.();
      listeners.clear();
    },
  };
}

function withCredentials(outcome: Outcome): Result<Credentials, Failure> {
  if (!outcome.ok) return outcome;
  return outcome.value === undefined ? failed(failure('unknown')) : success(outcome.value);
}

/** Ports do not throw, but code that is loaded late may be gone: an answer all the same, not the end. */
const answered = <Value>(calling: Promise<AwsAnswer<Value>>): Promise<AwsAnswer<Value>> =>
  calling.catch((error: unknown) => ({
    result: failed(failure('internal', error instanceof Error ? error.name : undefined)),
  }));
