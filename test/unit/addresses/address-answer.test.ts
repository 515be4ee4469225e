import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { whoAnswersThere } from '../../../src/service/cli/commands/address-answer.ts';

async function serve(body: string): Promise<string> {
  const server = createServer((_request, response) => response.end(body));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

test('Metafob is known by its health', async () => {
  const health = { status: 'ok', version: '1.2.3', processId: 4711, uptimeSeconds: 1, activeProfile: 'a' };
  expect(await whoAnswersThere(await serve(JSON.stringify(health)))).toEqual({
    kind: 'metafob',
    version: '1.2.3',
    processId: 4711,
    sentence: 'Metafob answers (version 1.2.3, process 4711).',
  });
});

test.each(['<html>404 - Not Found</html>', '{"status":"ok"}', ''])('%j is somebody else', async (body) => {
  expect((await whoAnswersThere(await serve(body))).kind).toBe('somebody-else');
});

test('a closed port is nobody', async () => {
  expect((await whoAnswersThere('http://127.0.0.1:1')).kind).toBe('nobody');
});
