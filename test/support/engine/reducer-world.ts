import { stepAt } from '../../../src/core/mfa/time-step.ts';
import { tokenCode } from '../../../src/core/mfa/totp.ts';
import type { MfaAnswer } from '../../../src/core/ports.ts';
import type { Profile } from '../../../src/core/profiles/profile.ts';
import { failed, success } from '../../../src/core/result.ts';
import type { Credentials } from '../../../src/core/sessions/credentials.ts';
import type { CodeLookup, Effect, EngineEvent } from '../../../src/core/sessions/events.ts';
import { failure } from '../../../src/core/sessions/failure.ts';
import { nextDeadline } from '../../../src/core/sessions/renewal.ts';
import { initialState } from '../../../src/core/sessions/state.ts';
import type { FailureKind } from '../../../src/shared/view-state.ts';
import { checkedReduce } from './checked-reduce.ts';
import { people } from './world.ts';

/** Work that is under way outside the engine: its answer comes when a test says so. */
type Pending = Exclude<Effect, { type: 'answer' | 'nudge' }>;
type Call = Extract<Effect, { type: 'get-session-token' | 'assume-role' }>;

/** After these the same code may be sent again: AWS never checked it. */
const uncheckedKinds: readonly string[] = [
  'network',
  'throttled',
  'duration-too-long',
  'clock-skew',
  'wrong-serial',
];

/** How long a second use of a code could still do harm. */
const CODE_MEMORY_MS = 90_000;

/**
 * The reducer with a world around it, without any promise or timer: a test says what happens next, and after
 * each step the promises of the engine are checked. A broken promise is an error that names it.
 */
export function createReducerWorld(profiles: readonly Profile[], start: number) {
  let state = initialState(profiles, profiles[0]?.name ?? '', []);
  let local = start;
  let aheadMs = 0;
  let secretStored = false;
  let pending: Pending[] = [];
  let lastRequestId = 0;
  let issued = 0;
  const open = new Set<number>();
  const ofPrograms = new Set<number>();
  const acceptedSteps = new Set<string>();
  const sentCodes: { serial: string; code: string; at: number; outcome: string }[] = [];

  const broken = (promise: string): never => {
    throw new Error(`Broken promise: ${promise}`);
  };
  const awsNow = () => local + aheadMs;
  const engineNow = () => local + state.clockSkewMs;

  function dispatch(event: EngineEvent): void {
    apply(event);
    // What a timer set for the past would do; it must come to rest.
    for (let round = 0; (nextDeadline(state, engineNow()) ?? Infinity) <= engineNow(); round += 1) {
      if (round > 20) broken('a deadline that has passed leads to progress (no timer storm)');
      apply({ type: 'time-passed' });
    }
  }

  function apply(event: EngineEvent): void {
    const before = state;
    const step = checkedReduce(
      before,
      event,
      local,
      sentCodes.map(({ code }) => code),
    );
    state = step.state;
    // What was sent is remembered in the engine's time; after a correction the times are not comparable.
    if (state.clockSkewMs !== before.clockSkewMs) sentCodes.length = 0;
    for (const effect of step.effects) {
      if (effect.type === 'answer') answered(effect);
      else if (effect.type !== 'nudge') {
        if (effect.type === 'get-session-token' || effect.type === 'assume-role') {
          const { work } = before.slots.get(effect.slot) ?? {};
          // A sign-in starts a role anew, whatever it was doing; otherwise only the answer ends a call.
          const isFollowUp =
            event.type === 'session-started' ||
            (event.type === 'credentials-answered' && event.slot === effect.slot);
          if (work?.stage === 'calling' && !isFollowUp) broken('one call per slot at a time');
          if (effect.call.mfa !== undefined) codeSent(effect.call.mfa);
        }
        pending.push(effect);
      }
    }
  }

  function answered({ requestIds, result }: Extract<Effect, { type: 'answer' }>): void {
    for (const id of requestIds) {
      if (!open.delete(id)) broken(`request ${id} is answered once, and not after it was abandoned`);
    }
    if (result.ok && result.value !== undefined && result.value.expiresAt <= engineNow()) {
      broken('credentials that are handed out have time left');
    }
  }

  function codeSent({ serialNumber: serial, tokenCode: code }: MfaAnswer): void {
    const again = sentCodes.find(
      (sent) =>
        sent.serial === serial &&
        sent.code === code &&
        Math.abs(awsNow() - sent.at) < CODE_MEMORY_MS &&
        !uncheckedKinds.includes(sent.outcome),
    );
    if (again !== undefined) broken(`a code is sent once (the first was ${again.outcome})`);
    sentCodes.push({ serial, code, at: awsNow(), outcome: 'under way' });
  }

  function judgeCode({ serialNumber, tokenCode: code }: MfaAnswer): FailureKind | undefined {
    const device = people.flatMap(({ devices }) => devices).find((one) => one.serialNumber === serialNumber);
    if (device === undefined) return 'wrong-serial';
    const step = [-1, 0, 1]
      .map((offset) => stepAt(awsNow()) + offset)
      .find((one) => tokenCode(device.secret, one) === code && !acceptedSteps.has(`${serialNumber} ${one}`));
    if (step === undefined) return 'bad-code';
    acceptedSteps.add(`${serialNumber} ${step}`);
    return undefined;
  }

  function credentials(seconds: number): Credentials {
    issued += 1;
    return {
      accessKeyId: `ASIA${issued}`,
      secretAccessKey: `session-secret-${issued}`,
      sessionToken: `session-token-${issued}`,
      obtainedAt: awsNow(),
      expiresAt: awsNow() + seconds * 1000,
    };
  }

  const serverTime = () => ({ serverTime: Math.floor(awsNow() / 1000) * 1000 });

  function answerCall({ slot, workId, call }: Call, scripted: FailureKind | undefined): void {
    const skewed = Math.abs(local + call.clockSkewMs - awsNow()) > 300_000 ? 'clock-skew' : undefined;
    const kind = scripted ?? skewed ?? (call.mfa && judgeCode(call.mfa));
    if (call.mfa !== undefined) {
      const { serialNumber, tokenCode: code } = call.mfa;
      const sent = sentCodes.findLast((one) => one.serial === serialNumber && one.code === code);
      if (sent !== undefined) sent.outcome = kind ?? 'accepted';
    }
    dispatch({
      type: 'credentials-answered',
      slot,
      workId,
      jitter: 0.3,
      answer: {
        result: kind === undefined ? success(credentials(call.durationSeconds)) : failed(failure(kind)),
        ...(kind === 'network' ? {} : serverTime()),
      },
    });
  }

  function lookUpCode(step: number, serial: string): CodeLookup {
    const secret = people
      .flatMap(({ devices }) => devices)
      .find((one) => one.serialNumber === serial)?.secret;
    if (!secretStored || secret === undefined) return { kind: 'none' };
    return { kind: 'code', code: tokenCode(secret, step), step };
  }

  const ask = (toEvent: (requestId: number) => EngineEvent): number => {
    lastRequestId += 1;
    open.add(lastRequestId);
    const event = toEvent(lastRequestId);
    if (event.type === 'credentials-requested') ofPrograms.add(lastRequestId);
    dispatch(event);
    return lastRequestId;
  };

  return {
    state: () => state,
    waiting: (): readonly number[] => [...open],
    pendingCount: () => pending.length,
    dispatch,
    ask,
    awsNow,
    /** Requests whose caller can leave; a person who signs in or answers stays. */
    abandonable: (): readonly number[] => [...open].filter((id) => ofPrograms.has(id)),
    abandon(requestId: number): void {
      open.delete(requestId);
      dispatch({ type: 'request-abandoned', requestId });
    },
    setSecretStored(stored: boolean): void {
      secretStored = stored;
      dispatch({ type: 'secrets-changed' });
    },
    /** The machine sleeps: time passes everywhere. */
    sleep(milliseconds: number): void {
      local += milliseconds;
    },
    /** Somebody sets this machine's clock; AWS's goes on as before. */
    setClock(milliseconds: number): void {
      local += milliseconds;
      aheadMs -= milliseconds;
      sentCodes.length = 0;
    },
    /** Time passes, and the one timer fires whenever it is due. */
    passTime(milliseconds: number): void {
      const end = local + milliseconds;
      for (
        let due = nextDeadline(state, engineNow());
        due !== undefined;
        due = nextDeadline(state, engineNow())
      ) {
        const dueLocal = due - state.clockSkewMs;
        if (dueLocal > end) break;
        local = Math.max(local, dueLocal);
        dispatch({ type: 'time-passed' });
      }
      local = Math.max(local, end);
    },
    nextDeadline: () => nextDeadline(state, engineNow()),
    engineNow,
    /** The outside answers one piece of work that is under way, as AWS would or with a scripted failure. */
    answerPending(index: number, scripted?: FailureKind): void {
      const work = pending[index % Math.max(pending.length, 1)];
      if (work === undefined) return;
      pending = pending.filter((other) => other !== work);
      if (work.type === 'find-code') {
        const owner = people.find(({ accessKeyId }) => accessKeyId === work.profile.identity.id);
        const lookup: CodeLookup =
          scripted === 'keychain-locked'
            ? { kind: 'locked', reason: 'locked' }
            : lookUpCode(work.step, owner?.serialNumber ?? '');
        dispatch({ type: 'code-found', slot: work.slot, workId: work.workId, lookup });
      } else if (work.type === 'describe-identity') {
        const owner = people.find(({ accessKeyId }) => accessKeyId === work.call.identity.id);
        const result =
          scripted === undefined && owner !== undefined
            ? success({
                accountId: owner.accountId,
                userName: owner.userName,
                ...(work.call.findDevices
                  ? { mfaDevices: owner.devices.map((one) => one.serialNumber) }
                  : {}),
              })
            : failed(failure(scripted ?? 'unknown'));
        const answer = { result, ...serverTime() };
        dispatch({ type: 'identity-described', identityId: work.call.identity.id, answer });
      } else answerCall(work, scripted);
    },
  };
}

export type ReducerWorld = ReturnType<typeof createReducerWorld>;
