/** What a program that may change the simulated instance could do to the service (and a wrong file, without wish). */
import { execFileSync } from 'node:child_process';
import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { InstanceResponse } from '../../../src/shared/instance-api.ts';
import { metafob } from '../faces/support/metafob-command.ts';
import { type ServiceWorld, worldOfTest } from '../service/support/service-world.ts';
import { scratchDirectory } from './support/every-listener.ts';

const well = async (world: ServiceWorld): Promise<void> => {
  expect((await world.send('/manage/health')).status).toBe(200);
  expect((await world.send('/latest/meta-data/')).status).toBe(200);
  expect((await world.send('/latest/meta-data/instance-id')).body).toMatch(/^i-/);
};

const unending = 9_007_199_254_740_991;

const impossibleTimes: readonly object[] = [
  { kind: 'spot-interruption', time: unending },
  { kind: 'spot-interruption', at: unending },
  { kind: 'spot-interruption', time: -unending },
  { kind: 'spot-interruption', at: -unending },
  { kind: 'rebalance-recommendation', noticeTime: unending },
  { kind: 'scheduled-maintenance', notBefore: unending },
  { kind: 'scheduled-maintenance', notAfter: -unending },
  { kind: 'scheduled-maintenance', notBeforeDeadline: unending },
  { kind: 'target-lifecycle-state', state: 'InService', at: unending },
];

test('times that are no dates are refused', async () => {
  const world = await worldOfTest({ name: 'attack-events' });
  const taken: object[] = [];
  for (const event of impossibleTimes) {
    if ((await world.manage('POST', '/instance/events', event)).status !== 400) taken.push(event);
  }
  expect(taken).toEqual([]);
  for (const path of ['spot/instance-action', 'events/maintenance/scheduled']) {
    expect([path, (await world.send(`/latest/meta-data/${path}`)).status]).not.toEqual([path, 500]);
  }
  const listed = await metafob(['event', 'list'], world.service.environment);
  expect(listed).toMatchObject({ exitCode: 0, stderr: '' });
  await well(world);
});

const malformedEvents: readonly string[] = [
  '{"kind":"spot-interruption","__proto__":{"action":"stop"},"constructor":{}}',
  '{"kind":"spot-interruption","action":{"toString":"stop"}}',
  '{"kind":["spot-interruption"]}',
  '{"kind":"spot-interruption","afterSeconds":1e400}',
  '{"kind":"spot-interruption","afterSeconds":"Infinity"}',
  '{"kind":"spot-interruption","afterSeconds":null,"at":[]}',
  '['.repeat(8_000),
  '\0',
];

test('malformed events are refused', async () => {
  const world = await worldOfTest({ name: 'attack-event-bodies' });
  for (const body of malformedEvents) {
    const { status } = await world.send('/manage/instance/events', {
      method: 'POST',
      headers: { Authorization: `Bearer ${world.service.bearerToken}`, 'Content-Type': 'application/json' },
      body,
    });
    expect([body.slice(0, 60), status]).toEqual([body.slice(0, 60), 400]);
  }
  await well(world);
});

test('scheduled events cannot fill the memory', async () => {
  const world = await worldOfTest({ name: 'attack-event-flood' });
  const statuses = new Set<number>();
  for (let round = 0; round < 30; round += 1) {
    const event = { kind: 'scheduled-maintenance', afterSeconds: 31_536_000 };
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => world.manage('POST', '/instance/events', event)),
    );
    for (const { status } of answers) statuses.add(status);
  }
  const { body } = await world.manage('GET', '/instance/events');
  expect(JSON.parse(body).events.length).toBeLessThanOrEqual(1_000);
  expect([...statuses].every((status) => status === 201 || (status >= 400 && status < 500))).toBe(true);
  await well(world);
});

/** A document in YAML of a few lines, which would be gigabytes when its references were followed. */
const bomb = ['a: &a [x,x,x,x,x,x,x,x,x,x]']
  .concat(
    Array.from({ length: 20 }, (_, index) => {
      const [name, before] = [`b${index}`, index === 0 ? 'a' : `b${index - 1}`];
      return `${name}: &${name} [${Array(10).fill(`*${before}`).join(',')}]`;
    }),
  )
  .join('\n');

test('a document that would grow without end is refused', async () => {
  const world = await worldOfTest({ name: 'attack-yaml' });
  const written = await world.manage('PUT', '/instance/overrides', { text: bomb });
  expect(written.status).toBe(422);
  await well(world);
});

test('such a document in the file does not end the service, which keeps the last good one', async () => {
  const file = join(await scratchDirectory(), 'instance.yaml');
  await writeFile(file, 'instance:\n  type: m7g.large\n');
  const world = await worldOfTest({ name: 'attack-yaml-file', arguments: ['--instance', file] });
  await vi.waitUntil(async () => (await world.send('/latest/meta-data/instance-type')).body === 'm7g.large');
  await writeFile(file, bomb);
  await vi.waitUntil(
    async () => {
      const { body } = await world.manage('GET', '/instance');
      return InstanceResponse.parse(JSON.parse(body)).overrides.problems.length > 0;
    },
    { timeout: 10_000 },
  );
  expect((await world.send('/latest/meta-data/instance-type')).body).toBe('m7g.large');
});

test('such a document beside the configuration is told, and the service answers', async () => {
  const world = await worldOfTest({ name: 'attack-yaml-beside' });
  const { body } = await world.manage('GET', '/instance');
  await writeFile(InstanceResponse.parse(JSON.parse(body)).overrides.file, bomb);
  await vi.waitUntil(
    async () => {
      const answer = await world.manage('GET', '/instance');
      return InstanceResponse.parse(JSON.parse(answer.body)).overrides.problems.length > 0;
    },
    { timeout: 10_000 },
  );
  await well(world);
});

/** Puts a document that takes its user data from a file; the service is killed when it does not answer. */
async function userDataFrom(world: ServiceWorld, file: string): Promise<unknown> {
  const exchange = world.begin('/manage/instance/overrides', {
    method: 'PUT',
    headers: { Authorization: `Bearer ${world.service.bearerToken}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ text: `user-data: { file: ${file} }` }),
  });
  const outcome = await Promise.race([
    exchange.finished.then((answer) => answer.status),
    // Far longer than looking at a file takes.
    setTimeout(3_000, 'no answer'),
  ]);
  exchange.leave();
  // It waits in a thread of the system for the other end of the pipe, and would not end by itself.
  if (outcome === 'no answer') process.kill(world.service.processId, 'SIGKILL');
  return outcome;
}

test('user data from a pipe is refused, and nobody waits for its other end', async () => {
  const pipe = join(await scratchDirectory(), 'pipe');
  execFileSync('mkfifo', [pipe]);
  const world = await worldOfTest({ name: 'attack-pipe' });
  expect(await userDataFrom(world, pipe)).toBe(422);
  await well(world);
});

test('user data from a huge file is refused without reading it all', async () => {
  const file = join(await scratchDirectory(), 'huge');
  await writeFile(file, '');
  await truncate(file, 256 * 1024 * 1024);
  const world = await worldOfTest({ name: 'attack-huge-file' });
  expect(await userDataFrom(world, file)).toBe(422);
  const memory = await readFile(`/proc/${world.service.processId}/status`, 'utf8');
  expect(Number(/VmHWM:\s+(\d+) kB/.exec(memory)?.[1])).toBeLessThan(256 * 1024);
  await well(world);
});

test('making the instance anew again and again does not fill the disk', async () => {
  const world = await worldOfTest({ name: 'attack-regenerate' });
  const { body } = await world.manage('GET', '/instance');
  const { file } = InstanceResponse.parse(JSON.parse(body)).overrides;
  for (let count = 0; count < 25; count += 1) {
    expect((await world.manage('POST', '/instance/regenerate')).status).toBe(204);
  }
  const names = await readdir(dirname(file));
  expect(names.filter((name) => name.includes('backup')).length).toBeLessThanOrEqual(10);
});

test('keys that mean something to JavaScript change nothing but a document', async () => {
  const world = await worldOfTest({ name: 'attack-prototype' });
  for (const key of [
    '__proto__',
    'constructor.prototype',
    'tags.__proto__',
    'values.__proto__',
    '__proto__.x',
  ]) {
    const { status } = await world.manage('PATCH', '/instance/overrides', { key, value: 'polluted' });
    expect([204, 400, 422]).toContain(status);
  }
  expect((await world.manage('GET', '/state')).body).not.toContain('polluted');
  await well(world);
});
