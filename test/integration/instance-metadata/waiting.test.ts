/** Waiting for a person's code. The numbers are the lines of the server contract. */
import { describe, expect, test } from 'vitest';
import type { Exchange } from '../service/support/raw-request.ts';
import { openConnection } from '../service/support/raw-socket.ts';
import {
  failureDocument,
  LOCAL_CREDENTIALS,
  roleDocument,
  type ServiceWorld,
  withActive,
  worldOfTest,
} from '../service/support/service-world.ts';

const answer = async (world: ServiceWorld, id: string): Promise<void> => {
  const answered = await world.manage('POST', `/prompts/${id}`, { code: world.code() });
  expect(answered.status).toBe(204);
};

const waitingRequests = (world: ServiceWorld, count: number) =>
  world.stateWhere(({ prompts }) => prompts[0]?.waiting === count);

describe('25: a request that needs a code', () => {
  test('gets head and white space at once, and the credentials when the code was given', async () => {
    const world = await worldOfTest({ name: 'drip' });
    const request = world.begin(LOCAL_CREDENTIALS);
    expect((await request.chunks(3)).join('')).toMatch(/^ {3,}$/);
    await answer(world, (await world.prompt()).id);
    const done = await request.finished;
    expect(done.status).toBe(200);
    expect(done.headers['content-type']).toBe('text/plain');
    expect(done.body).toMatch(/^ +\{\n/);
    expect(roleDocument(done).AccessKeyId).toMatch(/^ASIA/);
  });

  test('is answered in one piece once there is a session', async () => {
    const world = await worldOfTest({ name: 'at-once' });
    const first = world.begin(LOCAL_CREDENTIALS);
    await answer(world, (await world.prompt()).id);
    const expected = roleDocument(await first.finished);
    const second = await world.send(LOCAL_CREDENTIALS);
    expect(second.headers['content-length']).toBe(String(second.body.length));
    expect(roleDocument(second)).toEqual(expected);
    expect(world.simulator.calls('GetSessionToken')).toHaveLength(1);
  });

  test('goes on waiting after a wrong code', async () => {
    const world = await worldOfTest({ name: 'wrong-code-then-right' });
    const request = world.begin(LOCAL_CREDENTIALS);
    const { id } = await world.prompt();
    const wrong = world.code() === '000000' ? '000001' : '000000';
    const refused = await world.manage('POST', `/prompts/${id}`, { code: wrong });
    expect(refused.status).toBe(403);
    await answer(world, id);
    expect(roleDocument(await request.finished).Code).toBe('Success');
  });

  test('of HTTP/1.0 gets the same without chunks, and the end of the connection as its end', async () => {
    const world = await worldOfTest({ name: 'http-1-0' });
    const connection = await openConnection(world.service.url);
    connection.write(`GET ${LOCAL_CREDENTIALS} HTTP/1.0\r\n\r\n`);
    await connection.waitFor('\r\n\r\n  ');
    await answer(world, (await world.prompt()).id);
    expect(await connection.ended).toBe('end');
    const [head = '', body = ''] = connection.received().split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.[01] 200 OK/);
    expect(head).not.toMatch(/transfer-encoding/i);
    expect(body).toMatch(/^ +\{/);
    expect(JSON.parse(body)).toMatchObject({ Code: 'Success' });
  });

  test('leaves its connection usable for the next one', async () => {
    const world = await worldOfTest({ name: 'keep-alive' });
    const connection = await openConnection(world.service.url);
    connection.write(`GET ${LOCAL_CREDENTIALS} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
    await answer(world, (await world.prompt()).id);
    // In chunks or in one piece, as fast as AWS was.
    await connection.waitFor('Z"\n}');
    connection.write('GET /latest/meta-data/instance-id HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
    await connection.waitFor('\r\n\r\ni-0');
    connection.destroy();
  });

  test('is the only one that waits: tokens and lists are answered meanwhile', async () => {
    const world = await worldOfTest({ name: 'others-go-on' });
    const request = world.begin(LOCAL_CREDENTIALS);
    const { id } = await world.prompt();
    const token = await world.send('/latest/api/token', {
      method: 'PUT',
      headers: { 'X-aws-ec2-metadata-token-ttl-seconds': '60' },
    });
    const list = await world.send('/latest/meta-data/iam/security-credentials/');
    expect([token.status, list.body]).toEqual([200, 'local-credentials']);
    expect((await world.state()).prompts).toHaveLength(1);
    await answer(world, id);
    await request.finished;
  });
});

describe('26: a prompt that is cancelled', () => {
  test('ends the answer in order, with a failure in it', async () => {
    const world = await worldOfTest({ name: 'cancel' });
    const connection = await openConnection(world.service.url);
    connection.write(`GET ${LOCAL_CREDENTIALS} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`);
    await connection.waitFor(' \r\n');
    const { id } = await world.prompt();
    expect((await world.manage('DELETE', `/prompts/${id}`)).status).toBe(204);
    expect(await connection.ended).toBe('end');
    expect(connection.received()).toMatch(/^HTTP\/1.1 200 OK\r\n/);
    expect(connection.received()).toContain('"Code" : "AssumeRoleUnauthorizedAccess"');
    expect(connection.received()).toMatch(/\r\n0\r\n\r\n$/);
    expect(world.simulator.calls('GetSessionToken')).toEqual([]);
  });

  test('fails every request that waits, and the next ones at once', async () => {
    const world = await worldOfTest({ name: 'cancel-many' });
    const requests = Array.from({ length: 3 }, () => world.begin(LOCAL_CREDENTIALS));
    const { prompts } = await waitingRequests(world, 3);
    await world.manage('DELETE', `/prompts/${prompts[0]?.id}`);
    const later = await world.send(LOCAL_CREDENTIALS);
    expect(later.status).toBe(200);
    expect(later.chunks).toHaveLength(1);
    for (const ended of [...(await Promise.all(requests.map(({ finished }) => finished))), later]) {
      const { Code, Message } = failureDocument(ended);
      expect(Code).not.toBe('Success');
      expect(Message).toContain('cancelled');
    }
    expect((await world.state()).prompts).toEqual([]);
  });

  test('is forgotten when the user signs in', async () => {
    const world = await worldOfTest({ name: 'cancel-then-login' });
    const request = world.begin(LOCAL_CREDENTIALS);
    await world.manage('DELETE', `/prompts/${(await world.prompt()).id}`);
    await request.finished;
    const signedIn = await world.send('/manage/session', { method: 'POST', body: `token=${world.code()}` });
    expect(signedIn.status).toBe(200);
    expect(roleDocument(await world.send(LOCAL_CREDENTIALS)).Code).toBe('Success');
  });
});

describe('27: many requests at once', () => {
  test.each([20, 100, 1_000])('%i share one prompt, one call to STS and one answer', async (count) => {
    const world = await worldOfTest({ name: `parallel-${count}` });
    const requests: Exchange[] = Array.from({ length: count }, () => world.begin(LOCAL_CREDENTIALS));
    const { prompts } = await waitingRequests(world, count);
    expect(prompts).toHaveLength(1);
    await answer(world, prompts[0]?.id ?? '');
    const bodies = await Promise.all(requests.map(async ({ finished }) => (await finished).body.trimStart()));
    expect(new Set(bodies).size).toBe(1);
    expect(bodies[0]).toContain('"Code" : "Success"');
    expect(world.simulator.calls('GetSessionToken')).toHaveLength(1);
  });

  test('for several roles share one prompt and one MFA session', async () => {
    const world = await worldOfTest({ name: 'parallel-roles', configuration: withActive('admin') });
    const names = ['local-credentials', 'Administrator', 'Production', 'default'];
    const requests = names.map((name) => world.begin(`/latest/meta-data/iam/security-credentials/${name}`));
    const { prompts } = await waitingRequests(world, names.length);
    expect(prompts).toHaveLength(1);
    await answer(world, prompts[0]?.id ?? '');
    const keys = await Promise.all(
      requests.map(async ({ finished }) => roleDocument(await finished).AccessKeyId),
    );
    expect(new Set(keys).size).toBe(3);
    expect(world.simulator.calls('GetSessionToken')).toHaveLength(1);
    expect(world.simulator.calls('AssumeRole')).toHaveLength(2);
  });
});

test('27: a prompt names every profile that waits for it', async () => {
  const world = await worldOfTest({ name: 'prompt-names-profiles' });
  for (const name of ['Administrator', 'Production', 'default']) {
    world.begin(`/latest/meta-data/iam/security-credentials/${name}`);
  }
  const { prompts } = await waitingRequests(world, 3);
  expect(prompts[0]?.profiles.toSorted()).toEqual(['admin', 'default', 'deploy']);
});

test('28: a caller that leaves takes neither the prompt nor the session away from the next one', async () => {
  const world = await worldOfTest({ name: 'caller-leaves' });
  const request = world.begin(LOCAL_CREDENTIALS);
  await world.prompt();
  request.leave();
  const { prompts } = await waitingRequests(world, 0);
  expect(prompts).toHaveLength(1);
  await answer(world, prompts[0]?.id ?? '');
  const next = await world.send(LOCAL_CREDENTIALS);
  expect(next.chunks).toHaveLength(1);
  expect(roleDocument(next).Code).toBe('Success');
  expect(world.simulator.calls('GetSessionToken')).toHaveLength(1);
});

describe('a client that does not wait for long', () => {
  test('gets a failure that it can show before it gives up, while the prompt stays open', async () => {
    const world = await worldOfTest({ name: 'impatient' });
    const impatient = [
      'aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5 md/GOOS#linux',
      'aws-sdk-dotnet-coreclr/3.7.400 ua/2.0 os/linux lang/.NET_Core#8.0',
      'aws-sdk-rust/1.3.3 os/linux lang/rust/1.79.0',
      'aws-sdk-php/3.320.1 GuzzleHttp/7',
    ];
    const patient = world.begin(LOCAL_CREDENTIALS, { headers: { 'User-Agent': 'Boto3/1.43.107' } });
    const failures = await Promise.all(
      impatient.map((userAgent) => world.send(LOCAL_CREDENTIALS, { headers: { 'User-Agent': userAgent } })),
    );
    for (const failed of failures) {
      expect(failed.status).toBe(200);
      expect(failed.body).toMatch(/^ +\{/);
      const { Code, Message } = failureDocument(failed);
      expect(Code).toBe('AssumeRoleUnauthorizedAccess');
      expect(Message).toMatch(/code from the MFA device is needed.*metafob login/);
    }
    const { prompts } = await world.state();
    expect(prompts.map(({ waiting }) => waiting)).toEqual([1]);
    await answer(world, prompts[0]?.id ?? '');
    expect(roleDocument(await patient.finished).Code).toBe('Success');
    const again = await world.send(LOCAL_CREDENTIALS, { headers: { 'User-Agent': impatient[0] } });
    expect(roleDocument(again).Code).toBe('Success');
  });
});
