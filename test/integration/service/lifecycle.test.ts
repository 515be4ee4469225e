import { spawn } from 'node:child_process';
import { access, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { startServiceUnderTest } from '../../support/running-service.ts';
import { openConnection } from './support/raw-socket.ts';
import {
  aliceAndBob,
  failureDocument,
  LOCAL_CREDENTIALS,
  type ServiceWorld,
  worldOfTest,
} from './support/service-world.ts';

const command = join(import.meta.dirname, '..', '..', '..', 'bin', 'metafob.js');
const runtimeFile = ({ service }: ServiceWorld) =>
  join(service.environment.XDG_RUNTIME_DIR ?? '', 'metafob', 'service.json');

function isAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
}

describe.each(['SIGTERM', 'SIGINT'] as const)('%s', (signal) => {
  test('ends everyone who waits with a failure, and the service with exit code 0', async () => {
    const world = await worldOfTest({ name: `stop-${signal}` });
    const waiting = [world.begin(LOCAL_CREDENTIALS), world.begin(LOCAL_CREDENTIALS)];
    await Promise.all(waiting.map((request) => request.chunks(1)));
    await world.stateWhere(({ prompts }) => prompts[0]?.waiting === 2);
    const file = runtimeFile(world);
    await expect(access(file)).resolves.toBeUndefined();
    process.kill(world.service.processId, signal);
    for (const request of waiting) {
      const answer = await request.finished;
      expect(answer.status).toBe(200);
      expect(failureDocument(answer).Code).not.toBe('Success');
      expect(failureDocument(answer).Message).toMatch(/stopped|cancelled/);
    }
    await vi.waitUntil(() => !isAlive(world.service.processId), { timeout: 10_000 });
    await expect(access(file)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await world.service.stop()).toBe(0);
  });
});

test('a stop waits for neither idle connections nor streams of events', async () => {
  const world = await worldOfTest({ name: 'stop-with-connections' });
  const idle = await openConnection(world.service.url);
  const events = await openConnection(world.service.url);
  events.write(
    `GET /manage/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${world.service.bearerToken}\r\n\r\n`,
  );
  await events.waitFor('event: state');
  expect(await world.service.stop()).toBe(0);
  await Promise.all([idle.ended, events.ended]);
});

test('the file with address and token is for its user only', async () => {
  const world = await worldOfTest({ name: 'runtime-file' });
  expect((await stat(runtimeFile(world))).mode & 0o777).toBe(0o600);
});

test('the service says where it listens and how to use it, without its token', async () => {
  const { service } = await worldOfTest({ name: 'announcement' });
  expect(service.output()).toContain(`Instance metadata on ${service.url}/\n`);
  expect(service.output()).toContain(`Manage page on ${service.url}/manage (profile default)\n`);
  expect(service.output()).toContain(`AWS_EC2_METADATA_SERVICE_ENDPOINT=${service.url}/\n`);
  expect(service.output()).not.toContain(service.bearerToken);
});

test('the service answers on both loopback addresses', async () => {
  const { service } = await worldOfTest({ name: 'both-families' });
  const { port } = new URL(service.url);
  for (const host of ['127.0.0.1', '[::1]', 'localhost']) {
    const answer = await fetch(`http://${host}:${port}/latest/meta-data/instance-id`);
    expect(answer.status).toBe(200);
  }
});

interface Outcome {
  readonly code: number | null;
  readonly errors: string;
}

/** Runs `metafob serve` where it is expected to end by itself. */
function serve(world: ServiceWorld, args: readonly string[]): Promise<Outcome> {
  const child = spawn(
    process.execPath,
    [command, 'serve', '--config', world.service.configurationFile, '--secrets', 'memory', ...args],
    { env: world.service.environment, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  onTestFinished(() => void child.kill());
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, errors })));
}

describe('an address that cannot be had', () => {
  test('taken by another service: says so and what to do, and leaves the other one alone', async () => {
    const world = await worldOfTest({ name: 'port-taken' });
    const { port } = new URL(world.service.url);
    const { code, errors } = await serve(world, ['--port', port]);
    expect(code).toBe(7);
    expect(errors).toMatch(
      new RegExp(
        `^metafob: Cannot listen on http://127\\.0\\.0\\.1:${port}: another program uses this port`,
        'm',
      ),
    );
    expect(errors).toContain('--port');
    expect(errors).not.toMatch(/\n\s+at /);
    await expect(access(runtimeFile(world))).resolves.toBeUndefined();
    expect((await world.send('/manage/health')).status).toBe(200);
  });

  test('taken on the other loopback address only is a conflict, too', async () => {
    const world = await worldOfTest({ name: 'port-taken-v6' });
    const other = createServer();
    await new Promise<void>((resolve) => other.listen({ host: '::1', port: 0 }, resolve));
    onTestFinished(() => void other.close());
    const address = other.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const { code, errors } = await serve(world, ['--port', String(port)]);
    expect(code).toBe(7);
    expect(errors).toContain(`Cannot listen on http://[::1]:${port}`);
  });

  test.each(['0.0.0.0', '::', '192.0.2.1', '10.0.0.1'])('open to others (%s) is refused', async (host) => {
    const world = await worldOfTest({ name: 'open-address' });
    const { code, errors } = await serve(world, ['--host', host, '--port', '0']);
    expect(code).toBe(7);
    expect(errors).toContain(`Metafob does not listen on ${host}`);
    expect(errors).toContain('Use 127.0.0.1');
  });
});

test('a configuration with errors does not start, and all of them are told', async () => {
  const world = await worldOfTest({ name: 'other-service' });
  const broken = startServiceUnderTest({
    name: 'broken-configuration',
    configuration: `${aliceAndBob}\n[metadata]\nport = many\nhost = !\n`,
    simulatorUrl: world.simulator.url,
  });
  await expect(broken).rejects.toThrow('code 7');
});
