import { wasUsed } from '../mfa/used-codes.ts';
import { failed } from '../result.ts';
import { failure } from './failure.ts';
import { deviceOf } from './plan.ts';
import { fail } from './settle.ts';
import type { Transition } from './transition.ts';
import { call, findCode, usedUp } from './work.ts';

/** A person typed a code. The request that brought it learns what AWS thinks of it. */
export function answerPrompt(
  transition: Transition,
  { promptId, code, requestId }: { promptId: string; code: string; requestId: number },
): void {
  const prompt = transition.state.prompts.find(({ id }) => id === promptId);
  const [slot] = prompt?.slots ?? [];
  if (prompt === undefined || slot === undefined) {
    transition.answer([requestId], failed(failure('prompt-timed-out')));
    return;
  }
  const used = transition.state.usedCodes.get(prompt.serialNumber);
  if (prompt.checking !== undefined || wasUsed(used, code, transition.now)) {
    const cause = usedUp(transition.now);
    if (prompt.checking === undefined) transition.changePrompt(promptId, { problem: cause });
    transition.removeWaiter(requestId);
    transition.answer([requestId], failed(cause));
    return;
  }
  transition.changePrompt(promptId, { checking: { requestId }, problem: undefined });
  call(transition, slot, { from: 'person', code, serialNumber: prompt.serialNumber });
}

/** The code will come from another device than we thought. */
export function chooseDevice(
  transition: Transition,
  { promptId, serialNumber }: { promptId: string; serialNumber: string },
): void {
  const prompt = transition.state.prompts.find(({ id }) => id === promptId);
  if (prompt === undefined) return;
  const chosenDevices = new Map(transition.state.chosenDevices).set(prompt.identityId, serialNumber);
  transition.change({ chosenDevices });
  transition.changePrompt(promptId, { serialNumber, serialNumberIsGuess: false, problem: undefined });
}

/** The user does not want to type a code now. */
export function cancelPrompt(transition: Transition, promptId: string): void {
  const prompt = transition.state.prompts.find(({ id }) => id === promptId);
  for (const key of prompt?.slots ?? []) fail(transition, key, failure('cancelled'));
}

/** A secret was stored or removed: what waits for a person may be answered silently now. */
export function secretsChanged(transition: Transition): void {
  for (const { key, codeSource, work, profile: name } of transition.state.slots.values()) {
    if (codeSource === 'person' || codeSource === 'secret') {
      transition.changeSlot(key, { codeSource: undefined });
    }
    const profile = transition.profile(name);
    const device = profile && deviceOf(transition.state, profile);
    const slot = transition.slot(key);
    if (work.stage !== 'prompting' || slot === undefined) continue;
    if (profile !== undefined && device !== undefined) findCode(transition, slot, profile, device);
  }
}
