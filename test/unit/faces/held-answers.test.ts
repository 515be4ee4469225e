/** How a failure is told to those who waited and those who did not. */
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createDripHold, type HeldAnswer } from '../../../src/node/http/drip-hold.ts';

let server: Server;
let give: (answer: HeldAnswer) => void;
let arrived: Promise<void>;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  const body = new Promise<HeldAnswer>((resolve) => {
    give = resolve;
  });
  const hold = createDripHold();
  arrived = new Promise((resolve) => {
    server = createServer((_request, response) => {
      void hold.answer(response, 'application/json', body);
      resolve();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  vi.useRealTimers();
});

const failing: HeldAnswer = { prompt: { status: 409, body: '{"Code":"No"}' }, late: 'No.' };

async function ask() {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const answer = await fetch(`http://127.0.0.1:${port}/`);
  return { status: answer.status, body: await answer.text() };
}

test('a failure that is known at once comes with its status', async () => {
  const answer = ask();
  await arrived;
  give(failing);
  expect(await answer).toEqual({ status: 409, body: '{"Code":"No"}' });
});

test('a failure after the wait comes as text behind the spaces', async () => {
  const answer = ask();
  await arrived;
  vi.advanceTimersByTime(100 + 400);
  give(failing);
  expect(await answer).toEqual({ status: 200, body: '  No.' });
});
