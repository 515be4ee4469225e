import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  awsEnvironment,
  createScratchHome,
  runCommand,
  type ScratchHome,
} from '../../support/aws-environment.ts';
import { alice, exampleWorld } from '../../support/sts-simulator/example-world.ts';

const MAIN = 'test/support/sts-simulator/main.ts';

let home: ScratchHome;
let child: ChildProcess;
let url: string;

beforeEach(async () => {
  home = await createScratchHome();
  const fixture = join(home.path, 'world.json');
  await writeFile(fixture, JSON.stringify(exampleWorld()));
  const started = spawn(process.execPath, [MAIN, '--port', '0', '--fixture', fixture], {
    env: awsEnvironment(home),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child = started;
  [url] = await once(createInterface(started.stdout), 'line');
});
afterEach(async () => {
  if (child.exitCode === null && child.kill('SIGTERM')) await once(child, 'exit');
  await home.remove();
});

const post = (path: string, body: unknown) =>
  fetch(`${url}/_simulator/${path}`, { method: 'POST', body: JSON.stringify(body) });
const get = async (path: string): Promise<unknown> => (await fetch(`${url}/_simulator/${path}`)).json();
const client = () =>
  new STSClient({ endpoint: url, region: 'eu-west-1', credentials: alice, maxAttempts: 1 });

test('a process of its own serves the fixture, gives codes and lists calls', async () => {
  const answer = await get(`code?serial=${encodeURIComponent(alice.serialNumber)}`);
  expect(answer).toEqual({ code: expect.stringMatching(/^\d{6}$/) });
  const TokenCode = Object(answer).code;
  await client().send(new GetSessionTokenCommand({ SerialNumber: alice.serialNumber, TokenCode }));
  expect(await get('calls')).toMatchObject([{ action: 'GetSessionToken', outcome: 'ok' }]);
  await post('reset', {});
  expect(await get('calls')).toEqual([]);
});

test('faults and the clock can be set from outside', async () => {
  await post('faults', [{ kind: 'throttling', action: 'GetCallerIdentity', times: 1 }]);
  const whoAmI = () => client().send(new GetCallerIdentityCommand({}));
  await expect(whoAmI()).rejects.toMatchObject({ name: 'Throttling' });
  await post('clock', { offsetMs: 3_600_000 });
  await expect(whoAmI()).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
});

test('a wrong fault is refused and the wrong field named', async () => {
  const response = await post('faults', [{ kind: 'delay', milliseconds: 'long' }]);
  expect(response.status).toBe(400);
  expect(await response.text()).toContain('[0].milliseconds');
});

test('SIGTERM ends it cleanly, hanging connections and all', async () => {
  await post('faults', [{ kind: 'hang' }]);
  const hanging = client().send(new GetCallerIdentityCommand({}));
  const failure = expect(hanging).rejects.toMatchObject({ code: 'ECONNRESET' });
  await expect.poll(() => get('calls')).toHaveLength(1);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
  await failure;
});

test('a fixture that is not valid is refused with its file and field', async () => {
  const fixture = join(home.path, 'broken.json');
  await writeFile(fixture, '{"accounts":[{"id":"12"}]}');
  const { exitCode, stderr } = await runCommand(
    process.execPath,
    [MAIN, '--fixture', fixture],
    awsEnvironment(home),
  );
  expect(exitCode).toBe(1);
  expect(stderr).toContain('broken.json');
  expect(stderr).toContain('accounts[0].id');
});
