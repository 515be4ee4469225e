import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../src/renderer/bridge.ts';
import { createPromptBridge } from '../../../src/renderer/ipc-bridge.ts';
import type { PromptApi } from '../../../src/shared/ipc.ts';
import type { ViewState } from '../../../src/shared/view-state.ts';
import { viewState } from '../../pages/support/states.ts';

type Api = Parameters<typeof createPromptBridge>[0];
type Answer<Name extends 'getState' | 'answerPrompt'> = Awaited<ReturnType<PromptApi[Name]>>;

const older = viewState({ activeProfile: 'older' });
const newer = viewState({ activeProfile: 'newer' });
const done = async () => ({ ok: true, value: undefined }) as const;

/** A main process whose first answer comes when the test says so. */
const fakeMain = (answerPrompt: () => Promise<Answer<'answerPrompt'>> = done) => {
  let resolve = (_answer: Answer<'getState'>): void => {};
  let reject = (_reason: Error): void => {};
  const promise = new Promise<Answer<'getState'>>((resolvePromise, rejectPromise) => {
    resolve = resolvePromise;
    reject = rejectPromise;
  });
  const listeners = new Set<(state: ViewState) => void>();
  const api: Api = {
    getState: () => promise,
    answerPrompt,
    chooseDevice: done,
    cancelPrompt: done,
    on: (_name, listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    api,
    resolve,
    reject,
    push: (state: ViewState) => {
      for (const listener of listeners) listener(state);
    },
  };
};

const follow = (api: Api) => {
  const states: string[] = [];
  const connections: Connection[] = [];
  const unsubscribe = createPromptBridge(api).subscribe(
    ({ activeProfile }) => states.push(activeProfile),
    (connection) => connections.push(connection),
  );
  return { states, connections, unsubscribe };
};

describe('the state over IPC', () => {
  it('is the present one first, then every push', async () => {
    const { api, resolve, push } = fakeMain();
    const { states, connections } = follow(api);
    resolve({ ok: true, value: older });
    await expect.poll(() => states).toEqual(['older']);
    push(newer);
    expect(states).toEqual(['older', 'newer']);
    expect(connections.at(-1)).toBe('connected');
  });

  it('never goes back to an answer that a push overtook', async () => {
    const { api, resolve, push } = fakeMain();
    const { states } = follow(api);
    push(newer);
    resolve({ ok: true, value: older });
    await Promise.resolve();
    await new Promise((settled) => setImmediate(settled));
    expect(states).toEqual(['newer']);
  });

  it('is lost when main cannot be asked, until it pushes', async () => {
    const { api, reject, push } = fakeMain();
    const { connections } = follow(api);
    reject(new Error("Error invoking remote method 'prompt:getState'"));
    await expect.poll(() => connections).toEqual(['lost']);
    push(newer);
    expect(connections).toEqual(['lost', 'connected']);
  });

  it('comes no more after the end of the subscription', async () => {
    const { api, resolve, push } = fakeMain();
    const { states, unsubscribe } = follow(api);
    unsubscribe();
    push(newer);
    resolve({ ok: true, value: older });
    await new Promise((settled) => setImmediate(settled));
    expect(states).toEqual([]);
  });
});

describe('an action over IPC', () => {
  it('hands on the refusal of main', async () => {
    const error = { kind: 'bad-code', message: 'AWS refused the code.' } as const;
    const { api } = fakeMain(async () => ({ ok: false, error }));
    expect(await createPromptBridge(api).answerPrompt('p', '123456')).toEqual({ ok: false, error });
  });

  it('that could not be asked is a value, too', async () => {
    const { api } = fakeMain(() => Promise.reject(new Error('no handler')));
    const result = await createPromptBridge(api).answerPrompt('p', '123456');
    expect(result.ok ? undefined : result.error.message).toContain('Metafob did not answer');
  });
});
