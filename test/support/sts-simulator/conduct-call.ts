import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import type { Call } from './call-log.ts';
import { type Fault, faultOf } from './faults.ts';
import type { SimulatorState } from './state.ts';

/** What a call came to, in the words of the call log, and the answer to send. */
export interface Response<Answer> {
  readonly outcome: string;
  readonly answer: Answer;
}

/** Waits as the faults say; ends early when they are cleared or the client leaves. */
const pause = async (faults: readonly Fault[], interrupted: AbortSignal): Promise<void> => {
  const delay = faultOf(faults, 'delay');
  const ignoreInterruption = () => undefined;
  if (delay !== undefined) {
    await setTimeout(delay.milliseconds, undefined, { signal: interrupted }).catch(ignoreInterruption);
  }
  if (faultOf(faults, 'hang') !== undefined && !interrupted.aborted) await once(interrupted, 'abort');
};

/**
 * Logs one call, lets the faults that hit it delay it or cut its connection, and answers it by `respond`,
 * which sees to all other faults. Gives undefined when the connection is to be reset, or is gone already.
 * `clientLeft` is aborted when the connection ends.
 */
export const conductCall = async <Answer>(
  call: Omit<Call, 'at' | 'outcome'>,
  state: SimulatorState,
  clientLeft: AbortSignal,
  respond: (faults: readonly Fault[]) => Response<Answer>,
): Promise<Answer | undefined> => {
  const finish = state.calls.begin({ ...call, at: state.now() });
  const released = state.faults.released();
  const faults = state.faults.take(call);
  await pause(faults, AbortSignal.any([released, clientLeft]));
  if (clientLeft.aborted) {
    finish('abandoned');
    return undefined;
  }
  const reset = faultOf(faults, 'connection-reset');
  if (reset === undefined || reset.afterProcessing === true) {
    const { outcome, answer } = respond(faults);
    if (reset === undefined) {
      finish(outcome);
      return answer;
    }
  }
  finish('connection-reset');
  return undefined;
};
