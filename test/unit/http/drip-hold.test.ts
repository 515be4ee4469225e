import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createDripHold } from '../../../src/node/http/drip-hold.ts';

/** A promise that the test keeps when it likes. */
class Gate<Value> {
  readonly opened: Promise<Value>;
  open: (value: Value) => void = () => {};

  constructor() {
    this.opened = new Promise((resolve) => {
      this.open = resolve;
    });
  }
}

let server: Server;
let body: Gate<string>;
let closed: Gate<void>;
let arrived: Gate<void>;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  body = new Gate();
  closed = new Gate();
  arrived = new Gate();
  const hold = createDripHold();
  server = createServer((_request, response) => {
    response.once('close', () => closed.open());
    void hold.answer(response, 'text/plain', body.opened);
    arrived.open();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  vi.useRealTimers();
});

function request(): { readonly response: Promise<IncomingMessage>; leave(): void } {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const client = get({ host: '127.0.0.1', port, agent: false });
  client.on('error', () => {});
  return {
    response: new Promise((resolve) => client.once('response', resolve)),
    leave: () => client.destroy(),
  };
}

const nextPiece = (response: IncomingMessage): Promise<string> =>
  new Promise((resolve) => response.once('data', (piece) => resolve(String(piece))));

async function rest(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of response) text += String(piece);
  return text;
}

test('a body that is there within 100 ms comes whole, with its length', async () => {
  const { response } = request();
  await arrived.opened;
  vi.advanceTimersByTime(99);
  body.open('{"late":"ä"}');
  const answer = await response;
  expect(answer.headers).toMatchObject({ 'content-length': '13', 'content-type': 'text/plain' });
  expect(await rest(answer)).toBe('{"late":"ä"}');
});

test('later, a space after 100 ms and one every 400 ms come first', async () => {
  const { response } = request();
  await arrived.opened;
  vi.advanceTimersByTime(100);
  const answer = await response;
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['content-length']).toBeUndefined();
  expect(await nextPiece(answer)).toBe(' ');
  for (let count = 0; count < 3; count += 1) {
    const piece = nextPiece(answer);
    vi.advanceTimersByTime(400);
    expect(await piece).toBe(' ');
  }
  body.open('{}');
  expect(await rest(answer)).toBe('{}');
});

test('nothing ticks any more when everyone has an answer', async () => {
  const { response } = request();
  await arrived.opened;
  vi.advanceTimersByTime(100);
  const answer = await response;
  expect(vi.getTimerCount()).toBeGreaterThan(0);
  body.open('{}');
  await rest(answer);
  expect(vi.getTimerCount()).toBe(0);
});

test('nothing ticks any more when the client has left, and the late body goes nowhere', async () => {
  const { leave } = request();
  await arrived.opened;
  vi.advanceTimersByTime(100);
  leave();
  await closed.opened;
  expect(vi.getTimerCount()).toBe(0);
  body.open('{}');
  await body.opened;
});
