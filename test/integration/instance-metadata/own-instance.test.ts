/** What clients see of an instance over HTTP: headers, HEAD, bytes and events. */
import { describe, expect, test } from 'vitest';
import { serveInstance } from './support/own-instance.ts';

const userData = new Uint8Array([0, 255, 128, 10]);

describe('user data', () => {
  test('arrive byte by byte, with and without a slash', async () => {
    const { get } = await serveInstance((example) => ({ ...example, userData }));
    for (const path of ['/latest/user-data', '/latest/user-data/', '/1.0/user-data']) {
      const answer = await get(path);
      expect(answer.headers.get('content-type')).toBe('application/octet-stream');
      expect([...new Uint8Array(await answer.arrayBuffer())]).toEqual([...userData]);
    }
  });

  test('have their length in the answer to HEAD', async () => {
    const { get } = await serveInstance((example) => ({ ...example, userData }));
    const head = await get('/latest/user-data', 'HEAD');
    expect(head.headers.get('content-length')).toBe('4');
    expect(await head.text()).toBe('');
  });

  test('do not exist where there are none', async () => {
    const { get } = await serveInstance();
    expect((await get('/latest/user-data')).status).toBe(404);
    expect(await (await get('/latest/')).text()).toBe('dynamic\nmeta-data');
  });
});

test('metadata carries the headers of EC2', async () => {
  const { get } = await serveInstance();
  for (const path of [
    '/latest/meta-data/instance-id',
    '/latest/meta-data/',
    '/latest/dynamic/instance-identity/document',
  ]) {
    const { headers } = await get(path);
    expect(Object.fromEntries(headers)).toMatchObject({
      server: 'EC2ws',
      'content-type': 'text/plain',
      'accept-ranges': 'none',
      'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT',
    });
  }
});

test('without somebody to sign, signatures do not exist', async () => {
  const { get } = await serveInstance();
  expect((await get('/latest/dynamic/instance-identity/rsa2048')).status).toBe(404);
});

test('an event is seen from its moment on until it is cleared', async () => {
  const { get, events, clock } = await serveInstance();
  const action = () => get('/latest/meta-data/spot/instance-action');
  events.schedule({ kind: 'spot-interruption', action: 'stop' }, { afterMs: 5_000 });
  expect((await action()).status).toBe(404);
  await clock.advance(5_000);
  expect(await (await action()).json()).toMatchObject({ action: 'stop' });
  events.clear('all');
  expect((await action()).status).toBe(404);
});
