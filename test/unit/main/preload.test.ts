import { describe, expect, it } from 'vitest';
import { dashboardNames } from '../../../src/preload/dashboard-names.ts';
import { promptNames } from '../../../src/preload/prompt-names.ts';
import { windowApi } from '../../../src/preload/window-api.ts';
import { ipc } from '../../../src/shared/ipc.ts';

const namesOf = (contract: object, kind: string): string[] =>
  Object.entries(contract)
    .filter(([, entry]) => entry.kind === kind)
    .map(([name]) => name)
    .sort();

describe.each([
  ['prompt', ipc.prompt, promptNames],
  ['dashboard', ipc.dashboard, dashboardNames],
] as const)('the names of the %s window', (_window, contract, names) => {
  it('are those of the contract', () => {
    expect(Object.keys(names.calls).sort()).toEqual(namesOf(contract, 'call'));
    expect(Object.keys(names.pushes).sort()).toEqual(namesOf(contract, 'push'));
  });
});

type Listener = (event: unknown, message: unknown) => void;

function createRenderer() {
  const listeners = new Map<string, Set<Listener>>();
  const invoked: unknown[][] = [];
  return {
    invoked,
    listenersOf: (channel: string) => listeners.get(channel)?.size ?? 0,
    emit(channel: string, message: unknown): void {
      for (const listener of listeners.get(channel) ?? []) listener({ sender: 'ipcRenderer' }, message);
    },
    invoke: async (...args: unknown[]) => {
      invoked.push(args);
      return 'answered';
    },
    on: (channel: string, listener: Listener) =>
      listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener)),
    off: (channel: string, listener: Listener) => listeners.get(channel)?.delete(listener),
  };
}

function createApi() {
  const renderer = createRenderer();
  const api = windowApi(renderer, promptNames);
  const call = (name: string, ...args: unknown[]): unknown => {
    const value = api[name];
    if (typeof value !== 'function') throw new Error(`no function ${name}`);
    return value(...args);
  };
  return { renderer, api, call };
}

describe('what a preload script exposes', () => {
  it('is one function for each call, and “on”', () => {
    expect(Object.keys(createApi().api).sort()).toEqual([...Object.keys(promptNames.calls), 'on'].sort());
  });

  it('calls the channel of its window with at most one request', async () => {
    const { renderer, call } = createApi();
    expect(await call('cancelPrompt', { promptId: 'p' }, 'more')).toBe('answered');
    await call('getState');
    expect(renderer.invoked).toEqual([['prompt:cancelPrompt', { promptId: 'p' }], ['prompt:getState']]);
  });

  it('hands messages to the page without the event', () => {
    const { renderer, call } = createApi();
    const heard: unknown[][] = [];
    call('on', 'state', (...args: unknown[]) => heard.push(args));
    renderer.emit('prompt:state', { now: 1 });
    expect(heard).toEqual([[{ now: 1 }]]);
  });

  it('stops when the page no longer listens', () => {
    const { renderer, call } = createApi();
    const stop = call('on', 'state', () => {});
    expect(renderer.listenersOf('prompt:state')).toBe(1);
    if (typeof stop === 'function') stop();
    expect(renderer.listenersOf('prompt:state')).toBe(0);
  });

  it.each(['desktop', 'getState', '__proto__', 'constructor', 7])('does not listen to %s', (name) => {
    expect(() => createApi().call('on', name, () => {})).toThrow(TypeError);
  });
});
