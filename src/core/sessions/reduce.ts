import { failed } from '../result.ts';
import { unreachable } from '../unreachable.ts';
import { codeFound, credentialsAnswered, identityDescribed } from './answers.ts';
import type { Effect, EngineEvent } from './events.ts';
import { failure } from './failure.ts';
import { servingKey } from './plan.ts';
import { clearSession, loadProfiles, useProfile } from './profile-changes.ts';
import { answerPrompt, cancelPrompt, chooseDevice, secretsChanged } from './prompts.ts';
import { isKeptValid, passTime, renewNow } from './renewal.ts';
import { requestCredentials, startSession, wantCode } from './requests.ts';
import { fail } from './settle.ts';
import type { EngineState } from './state.ts';
import { Transition } from './transition.ts';

export interface Step {
  readonly state: EngineState;
  readonly effects: readonly Effect[];
}

/**
 * The whole behaviour of the credential engine: what happened → the new state and what to do about it. Pure.
 *
 * @param localNow this machine's clock, ms since the epoch
 */
export function reduce(state: EngineState, event: EngineEvent, localNow: number): Step {
  const transition = new Transition(state, localNow, 'jitter' in event ? event.jitter : undefined);
  transition.noteTime();
  apply(transition, event);
  passTime(transition);
  return { state: transition.state, effects: transition.effects };
}

function apply(transition: Transition, event: EngineEvent): void {
  switch (event.type) {
    case 'credentials-requested':
      requestCredentials(transition, event);
      return;
    case 'session-started':
      startSession(transition, event);
      return;
    case 'code-wanted':
      wantCode(transition, event);
      return;
    case 'request-abandoned':
      transition.abandon(event.requestId);
      return;
    case 'credentials-served':
      markServed(transition, event.profile);
      return;
    case 'prompt-answered':
      answerPrompt(transition, event);
      return;
    case 'device-chosen':
      chooseDevice(transition, event);
      return;
    case 'prompt-cancelled':
      cancelPrompt(transition, event.promptId);
      return;
    case 'identity-described':
      identityDescribed(transition, event);
      return;
    case 'code-found':
      codeFound(transition, event);
      return;
    case 'credentials-answered':
      credentialsAnswered(transition, event);
      return;
    case 'profile-used':
      useProfile(transition, event.profile);
      return;
    case 'session-cleared':
      clearSession(transition, event.profile);
      return;
    case 'renewal-wanted':
      renewNow(transition, event.profile);
      return;
    case 'profiles-loaded':
      loadProfiles(transition, event.profiles, event.warnings);
      return;
    case 'secrets-changed':
      secretsChanged(transition);
      return;
    case 'time-passed':
      return;
    case 'stopped':
      dismissEveryone(transition);
      return;
    default:
      unreachable(event);
  }
}

/**
 * Everyone who waits gets an answer. Nothing failed, so the next request starts anew; what is kept valid without
 * requests goes on.
 */
function dismissEveryone(transition: Transition): void {
  for (const { key, profile: name } of transition.state.slots.values()) {
    const profile = transition.profile(name);
    const isAskingNobody = transition.slot(key)?.work.stage !== 'prompting';
    if (profile !== undefined && isKeptValid(profile) && isAskingNobody) {
      // As they are now: the failure of a source may have answered some already.
      const waiters = transition.slot(key)?.waiters ?? [];
      transition.changeSlot(key, { waiters: [] });
      transition.answer(
        waiters.map(({ requestId }) => requestId),
        failed(failure('stopped')),
      );
      const prompt = transition.promptOf(key);
      if (prompt !== undefined) transition.answerChecked(prompt, failed(failure('stopped')));
      continue;
    }
    fail(transition, key, failure('stopped'), { forget: true });
  }
}

function markServed(transition: Transition, name: string): void {
  const profile = transition.profile(name);
  if (profile !== undefined) transition.changeSlot(servingKey(profile), { used: true });
}
