import { PassThrough } from 'node:stream';
import { describe, expect, test, vi } from 'vitest';
import type { Engine } from '../../../src/core/engine.ts';
import { failed, success } from '../../../src/core/result.ts';
import { describeFailure, failure } from '../../../src/core/sessions/failure.ts';
import { startTerminalPrompt } from '../../../src/service/terminal-prompt.ts';
import type { PromptView, ViewState } from '../../../src/shared/view-state.ts';
import { collector } from './support/collector.ts';

const now = 1_800_000_000_000;
const device = 'arn:aws:iam::123456789012:mfa/alice';

const prompt = (id: string, changes: Partial<PromptView> = {}): PromptView => ({
  id,
  profile: 'default',
  profiles: ['default'],
  accountId: '123456789012',
  serialNumber: device,
  serialNumberIsGuess: false,
  devices: [device],
  waiting: 2,
  openedAt: now,
  checking: false,
  ...changes,
});

/** An engine with prompts alone: 123456 is the good code; any other leaves the prompt open with a problem. */
function fakeEngine() {
  let prompts: readonly PromptView[] = [];
  const listeners = new Set<(view: ViewState) => void>();
  const answers: string[] = [];
  const cancelled: string[] = [];
  const view = (): ViewState => ({
    now,
    activeProfile: 'default',
    profiles: [],
    prompts: [...prompts],
    warnings: [],
    clockSkewMs: 0,
  });
  const show = (...next: PromptView[]): void => {
    prompts = next;
    for (const listener of listeners) listener(view());
  };
  const without = (id: string) => prompts.filter((candidate) => candidate.id !== id);
  const engine: Pick<Engine, 'view' | 'subscribe' | 'answerPrompt' | 'cancelPrompt'> = {
    view,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    answerPrompt: async (id, code) => {
      answers.push(`${id} ${code}`);
      if (code === '123456') {
        show(...without(id));
        return success(undefined);
      }
      const problem = failure('bad-code');
      show(...without(id), prompt(id, { problem: { kind: 'bad-code', message: describeFailure(problem) } }));
      return failed(problem);
    },
    cancelPrompt: (id) => {
      cancelled.push(id);
      show(...without(id));
      return success(undefined);
    },
  };
  return { engine, show, answers, cancelled, listeners };
}

function setUp({ isTTY = false } = {}) {
  const fake = fakeEngine();
  const input = Object.assign(new PassThrough(), { isTTY });
  const output = collector();
  const onInterrupt = vi.fn();
  const stop = startTerminalPrompt({ engine: fake.engine, input, output: output.stream, onInterrupt });
  const screen = (text: string) => vi.waitFor(() => expect(output.text()).toContain(text), { interval: 1 });
  return { ...fake, input, output, onInterrupt, stop, screen };
}

describe('a pending prompt', () => {
  test('is asked with profile, account, device and the number of requests that wait', async () => {
    const { show, screen, input, answers, stop } = setUp();
    show(prompt('p1'));
    await screen(
      `A code is needed for profile default, account 123456789012, device ${device} (2 requests wait).\n`,
    );
    input.write('123 456\n');
    await screen('AWS accepted the code.');
    expect(answers).toEqual(['p1 123456']);
    stop();
  });

  test('that was open before the terminal looked is asked too', async () => {
    const { engine, show } = fakeEngine();
    show(prompt('p1'));
    const output = collector();
    const stop = startTerminalPrompt({ engine, input: new PassThrough(), output: output.stream });
    expect(output.text()).toContain('A code is needed');
    stop();
  });

  test('is asked again, with the reason, after a code that AWS refused', async () => {
    const { show, screen, input, answers, stop } = setUp();
    show(prompt('p1'));
    input.write('000000\n');
    await screen('AWS did not accept this code.');
    input.write('123456\n');
    await screen('AWS accepted the code.');
    expect(answers).toEqual(['p1 000000', 'p1 123456']);
    stop();
  });

  test('is asked again after something that is no code, which AWS never sees', async () => {
    const { show, screen, input, answers, stop } = setUp();
    show(prompt('p1'));
    input.write('12345\n');
    await screen('A code has six digits');
    expect(answers).toEqual([]);
    stop();
  });

  test('is cancelled by an empty line', async () => {
    const { show, screen, input, cancelled, stop } = setUp();
    show(prompt('p1'));
    input.write('\n');
    await screen('Cancelled.');
    expect(cancelled).toEqual(['p1']);
    stop();
  });

  test('is cancelled by Ctrl-D', async () => {
    const { show, screen, input, cancelled, stop } = setUp({ isTTY: true });
    show(prompt('p1'));
    input.write('\x04');
    await screen('Cancelled.');
    expect(cancelled).toEqual(['p1']);
    stop();
  });

  test('leaves Ctrl-C to end the service', async () => {
    const { show, input, onInterrupt, cancelled, stop } = setUp({ isTTY: true });
    show(prompt('p1'));
    input.write('\x03');
    await vi.waitFor(() => expect(onInterrupt).toHaveBeenCalledOnce(), { interval: 1 });
    expect(cancelled).toEqual([]);
    stop();
  });

  test('is withdrawn when the code came another way, and makes room for the next', async () => {
    const { show, screen, input, answers, stop } = setUp();
    show(prompt('p1'));
    show();
    await screen('no longer needed');
    show(prompt('p2', { profile: 'production' }));
    await screen('profile production');
    input.write('123456\n');
    await screen('AWS accepted the code.');
    expect(answers).toEqual(['p2 123456']);
    stop();
  });

  test('stays while it is being answered elsewhere', () => {
    const { show, output, stop } = setUp();
    show(prompt('p1'));
    show(prompt('p1', { checking: true }));
    expect(output.text()).not.toContain('no longer needed');
    expect(output.text().match(/A code is needed/g)).toHaveLength(1);
    stop();
  });
});

test('two prompts are asked one after the other', async () => {
  const { show, screen, input, output, stop } = setUp();
  show(prompt('p1'), prompt('p2', { profile: 'production' }));
  expect(output.text()).not.toContain('profile production');
  input.write('123456\n');
  await screen('profile production');
  stop();
});

test('after stop nothing is asked and nothing is listened to', () => {
  const { show, output, listeners, stop } = setUp();
  stop();
  show(prompt('p1'));
  expect(output.text()).toBe('');
  expect(listeners.size).toBe(0);
});
