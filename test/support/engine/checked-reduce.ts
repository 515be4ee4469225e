import { isDeepStrictEqual } from 'node:util';
import type { EngineEvent } from '../../../src/core/sessions/events.ts';
import { reduce, type Step } from '../../../src/core/sessions/reduce.ts';
import type { EngineState } from '../../../src/core/sessions/state.ts';
import { viewOf } from '../../../src/core/sessions/view.ts';
import { ViewState } from '../../../src/shared/view-state.ts';
import { deepFreeze } from './deep-freeze.ts';
import { people } from './world.ts';

const plantedSecrets = people.flatMap(({ secretAccessKey, devices }) => [
  secretAccessKey,
  ...devices.map(({ secret }) => secret),
]);

/**
 * Runs the reducer and checks what holds for every step: it changes nothing that it was given, it gives the
 * same for the same, and what the faces see is well formed and free of secrets.
 */
export function checkedReduce(
  state: EngineState,
  event: EngineEvent,
  localNow: number,
  codes: readonly string[],
): Step {
  deepFreeze(state);
  deepFreeze(event);
  const step = reduce(state, event, localNow);
  if (!isDeepStrictEqual(step, reduce(state, event, localNow))) {
    throw new Error('Broken promise: the reducer gives the same for the same');
  }
  const view = ViewState.parse(viewOf(step.state, localNow + step.state.clockSkewMs));
  for (const text of textsIn(view)) {
    const leaked =
      plantedSecrets.find((secret) => text.includes(secret)) ??
      text.match(/session-(secret|token)-\d+/)?.[0] ??
      codes.find((code) => new RegExp(`\\b${code}\\b`).test(text));
    if (leaked !== undefined) throw new Error(`Broken promise: the view holds no secret, but “${text}”`);
  }
  return step;
}

/** Every text in a value; numbers are left out, since times contain any six digits sooner or later. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
