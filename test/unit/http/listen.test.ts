import { createServer } from 'node:http';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { ListenError, listen } from '../../../src/node/http/listen.ts';

// The real servers, but their options are noted: how slow clients are cut off would take minutes to see.
vi.mock('node:http', async () => {
  const http = await vi.importActual<typeof import('node:http')>('node:http');
  return { ...http, createServer: vi.fn(http.createServer) };
});
beforeEach(() => {
  vi.mocked(createServer).mockClear();
});

test('both loopback families are bound on one port, and closed again', async () => {
  const listening = await listen('127.0.0.1', 0, (_request, response) => response.end('here'));
  const [first, second] = listening.listeners;
  expect(first?.url).toBe(`http://127.0.0.1:${first?.port}`);
  expect(second?.url).toBe(`http://[::1]:${first?.port}`);
  for (const { url } of listening.listeners) expect(await (await fetch(url)).text()).toBe('here');
  await listening.close();
  await expect(fetch(first?.url ?? '')).rejects.toThrow();
});

test('every server has limits against slow and oversized requests, but none for slow answers', async () => {
  const listening = await listen('127.0.0.1', 0, () => {});
  await listening.close();
  const options = vi.mocked(createServer).mock.calls.map(([given]) => given);
  expect(options).toHaveLength(2);
  for (const given of options) {
    expect(given).toMatchObject({
      maxHeaderSize: 16_384,
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      requireHostHeader: false,
    });
  }
});

describe('an address that is refused', () => {
  test.each(['0.0.0.0', '::', '192.168.1.1', 'example.org', '169.254.169.253', '127.evil.example'])(
    '%s is open to other machines, and is not even tried',
    async (host) => {
      await expect(listen(host, 0, () => {})).rejects.toThrow(`Metafob does not listen on ${host}`);
      expect(createServer).not.toHaveBeenCalled();
    },
  );

  test('a taken port is told with the ways out of it', async () => {
    const first = await listen('127.0.0.1', 0, () => {});
    const port = first.listeners[0]?.port ?? 0;
    const second = listen('127.0.0.1', port, () => {});
    await expect(second).rejects.toBeInstanceOf(ListenError);
    await expect(second).rejects.toThrow(/another program uses this port.*--port/);
    await first.close();
  });
});
