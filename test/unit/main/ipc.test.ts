import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { answer, refuse } from '../../../src/main/ipc/outcome.ts';
import { type CallHandlers, registerIpc } from '../../../src/main/ipc/register-ipc.ts';
import { type Sender, senderRefusal } from '../../../src/main/ipc/sender.ts';

const page = 'app://metafob/prompt/index.html';
const windowId = 7;
const fromPage = (change: Partial<NonNullable<Sender['senderFrame']>> = {}, id = windowId): Sender => ({
  sender: { id },
  senderFrame: { url: page, parent: null, ...change },
});
const expected = { url: page, webContentsId: () => windowId };

describe('who may call', () => {
  it('is the main frame of the window, whatever view it shows', () => {
    expect(senderRefusal(fromPage(), expected)).toBeUndefined();
    expect(senderRefusal(fromPage({ url: `${page}#settings` }), expected)).toBeUndefined();
  });

  it.each([
    ['a frame inside the page', fromPage({ parent: {} }), 'not-main-frame'],
    ['a frame that is gone', { sender: { id: windowId }, senderFrame: null }, 'frame-gone'],
    ['another page', fromPage({ url: 'app://metafob/dashboard/index.html' }), 'other-page'],
    ['a page with a query', fromPage({ url: `${page}?x` }), 'other-page'],
    ['a page whose address begins alike', fromPage({ url: `${page}.evil` }), 'other-page'],
    ['a page from the network', fromPage({ url: 'https://example.com/prompt/index.html' }), 'other-page'],
    ['another window', fromPage({}, 8), 'other-window'],
  ])('is not %s', (_who, event, reason) => {
    expect(senderRefusal(event, expected)).toBe(reason);
  });

  it('is nobody while there is no window', () => {
    expect(senderRefusal(fromPage(), { ...expected, webContentsId: () => undefined })).toBe('other-window');
  });
});

const outcome = <Value extends z.ZodType>(value: Value) =>
  z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), value }),
    z.object({
      ok: z.literal(false),
      error: z.object({ kind: z.string(), message: z.string() }),
    }),
  ]);
const contract = {
  double: { request: z.object({ number: z.number() }), answer: outcome(z.object({ number: z.number() })) },
  status: { request: z.undefined(), answer: outcome(z.string()) },
};
type Shapes = {
  double: {
    request: z.infer<typeof contract.double.request>;
    answer: z.infer<typeof contract.double.answer>;
  };
  status: { request: undefined; answer: z.infer<typeof contract.status.answer> };
};

function register(handlers: Partial<CallHandlers<Shapes>> = {}) {
  const listeners = new Map<string, (event: Sender, ...args: unknown[]) => Promise<unknown>>();
  const refusals: string[] = [];
  const calls: unknown[] = [];
  registerIpc<Shapes>(
    { handle: (channel, listener) => void listeners.set(channel, listener) },
    'prompt',
    contract,
    {
      double(request) {
        calls.push(request);
        return answer({ number: request.number * 2 });
      },
      status: () => answer('fine'),
      ...handlers,
    },
    { ...expected, onRefused: (channel, reason) => refusals.push(`${channel} ${reason}`) },
  );
  return {
    channels: [...listeners.keys()],
    refusals,
    calls,
    call: (name: string, event: Sender, ...args: unknown[]) =>
      listeners.get(`prompt:${name}`)?.(event, ...args),
  };
}

describe('a registered call', () => {
  it('has a channel of its own window', () => {
    expect(register().channels).toEqual(['prompt:double', 'prompt:status']);
  });

  it('answers what its handler answers', async () => {
    expect(await register().call('double', fromPage(), { number: 4 })).toEqual({
      ok: true,
      value: { number: 8 },
    });
  });

  it('may ask nothing', async () => {
    expect(await register().call('status', fromPage())).toEqual({ ok: true, value: 'fine' });
  });

  it('hands on only what the contract names, in both directions', async () => {
    const leak = { number: 8, secretKey: 'not for pages' };
    const ipc = register({ double: () => answer(leak) });
    expect(await ipc.call('double', fromPage(), { number: 4, extra: true })).toEqual({
      ok: true,
      value: { number: 8 },
    });
    const echo = register();
    await echo.call('double', fromPage(), { number: 4, extra: true });
    expect(echo.calls).toEqual([{ number: 4 }]);
  });

  it('passes on an error as a value', async () => {
    const ipc = register({
      status: () => refuse('not-found', 'It is gone.'),
    });
    expect(await ipc.call('status', fromPage())).toEqual({
      ok: false,
      error: { kind: 'not-found', message: 'It is gone.' },
    });
  });

  it('refuses another sender without running the handler, and says so in the log', async () => {
    const ipc = register();
    expect(await ipc.call('double', fromPage({}, 8), { number: 4 })).toMatchObject({
      ok: false,
      error: { kind: 'forbidden' },
    });
    expect(ipc.calls).toEqual([]);
    expect(ipc.refusals).toEqual(['prompt:double other-window']);
  });

  it.each([[[{ number: '4' }]], [[null]], [[]], [[{ number: 4 }, 'more']]])(
    'refuses the malformed request %j without running the handler',
    async (args) => {
      const ipc = register();
      expect(await ipc.call('double', fromPage(), ...args)).toMatchObject({
        ok: false,
        error: { kind: 'bad-request' },
      });
      expect(ipc.calls).toEqual([]);
      expect(ipc.refusals).toEqual(['prompt:double malformed request']);
    },
  );

  it('does not repeat a refused request in the log', async () => {
    const ipc = register();
    await ipc.call('double', fromPage(), { number: 'JBSWY3DPEHPK3PXP' });
    expect(ipc.refusals.join()).not.toContain('JBSWY3DPEHPK3PXP');
  });

  it('turns what a handler throws into an error that tells the page nothing', async () => {
    const ipc = register({
      status() {
        throw new TypeError('the secret is 123456');
      },
    });
    const answered = await ipc.call('status', fromPage());
    expect(answered).toMatchObject({ ok: false, error: { kind: 'unknown' } });
    expect(JSON.stringify(answered)).not.toContain('123456');
    expect(ipc.refusals).toEqual(['prompt:status failed: TypeError']);
  });
});
