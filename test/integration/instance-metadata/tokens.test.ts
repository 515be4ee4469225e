/** Session tokens (IMDSv2). The numbers are the lines of the server contract. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { registerSecret } from '../../support/log-recorder.ts';
import type { RawAnswer } from '../service/support/raw-request.ts';
import { type ServiceWorld, startWorld } from '../service/support/service-world.ts';

const TOKEN = '/latest/api/token';
const LIFETIME = 'X-aws-ec2-metadata-token-ttl-seconds';
const INSTANCE_ID = '/latest/meta-data/instance-id';

let optional: ServiceWorld;
let required: ServiceWorld;

beforeAll(async () => {
  optional = await startWorld({ name: 'tokens-optional' });
  required = await startWorld({ name: 'tokens-required', arguments: ['--imdsv2', 'required'] });
});
afterAll(() => Promise.all([optional.stop(), required.stop()]));

const ask = (lifetime?: string, headers: Record<string, string> = {}, path = TOKEN): Promise<RawAnswer> =>
  required.send(path, {
    method: 'PUT',
    headers: { ...(lifetime === undefined ? {} : { [LIFETIME]: lifetime }), ...headers },
  });

async function token(world: ServiceWorld, lifetime = '60'): Promise<string> {
  const { status, body } = await world.send(TOKEN, { method: 'PUT', headers: { [LIFETIME]: lifetime } });
  expect(status).toBe(200);
  registerSecret(body);
  return body;
}

const read = (world: ServiceWorld, path: string, sessionToken?: string) =>
  world.send(path, {
    headers: sessionToken === undefined ? {} : { 'X-aws-ec2-metadata-token': sessionToken },
  });

test('1: PUT for the longest time answers an opaque token and says how long it lives', async () => {
  const answer = await ask('21600');
  expect(answer.status).toBe(200);
  expect(answer.headers['content-type']).toBe('text/plain');
  expect(answer.headers['x-aws-ec2-metadata-token-ttl-seconds']).toBe('21600');
  expect(answer.body).toMatch(/^[\w=-]{40,}$/);
  registerSecret(answer.body);
});

test('1: every token is another one', async () => {
  expect(await token(required)).not.toBe(await token(required));
});

test('2: a token for one second is refused after that second', async () => {
  const short = await token(required, '1');
  expect((await read(required, INSTANCE_ID, short)).status).toBe(200);
  await vi.waitUntil(async () => (await read(required, INSTANCE_ID, short)).status === 401, {
    timeout: 5_000,
    interval: 100,
  });
});

test.each(['0', '21601', '-1', 'abc', '', '1.5', ' ', '0x10', '99999999999999999999'])(
  '3: a lifetime of “%s” is a bad request',
  async (lifetime) => {
    const answer = await ask(lifetime);
    expect(answer.status).toBe(400);
    expect(answer.body).toContain('<title>400 - Bad Request</title>');
  },
);

test('3: no lifetime at all is a bad request', async () => {
  expect((await ask()).status).toBe(400);
});

test.each([
  ['X-Forwarded-For', '10.0.0.1'],
  ['x-forwarded-for', '127.0.0.1'],
  ['X-FORWARDED-FOR', ''],
])('4: a relayed request (%s: “%s”) gets no token', async (name, value) => {
  const answer = await ask('60', { [name]: value });
  expect(answer.status).toBe(403);
  expect(answer.headers['x-aws-ec2-metadata-token-ttl-seconds']).toBeUndefined();
  expect(answer.body).toContain('403 - Forbidden');
});

test('5: a dated version gives no tokens', async () => {
  expect((await ask('60', {}, '/2021-03-23/api/token')).status).toBe(403);
});

test.each(['GET', 'POST', 'HEAD', 'DELETE'])('6: %s on the token path is not allowed', async (method) => {
  const answer = await required.send(TOKEN, { method, headers: { [LIFETIME]: '60' } });
  expect(answer.status).toBe(405);
  expect(answer.headers.allow).toBe('PUT');
});

test('7: a slash at the end of the token path changes nothing', async () => {
  const answer = await ask('60', {}, `${TOKEN}/`);
  expect(answer.status).toBe(200);
  registerSecret(answer.body);
});

describe('reading', () => {
  const paths = [INSTANCE_ID, '/latest/meta-data/', '/', '/latest/meta-data/iam/security-credentials/'];

  test.each(paths)('8: %s needs no token where tokens are optional', async (path) => {
    const answer = await read(optional, path);
    expect(answer.status).toBe(200);
    expect(answer.headers['x-aws-ec2-metadata-token-ttl-seconds']).toBeUndefined();
  });

  test.each([...paths, '/latest/meta-data/no-such-thing'])(
    '9: %s is refused without a token where tokens are required',
    async (path) => {
      const answer = await read(required, path);
      expect(answer.status).toBe(401);
      expect(answer.body).toContain('<title>401 - Unauthorized</title>');
    },
  );

  test.each(['', 'wrong', 'a'.repeat(43)])(
    '10: the bad token “%s” is refused, also where tokens are optional',
    async (bad) => {
      expect((await read(optional, INSTANCE_ID, bad)).status).toBe(401);
      expect((await read(required, INSTANCE_ID, bad)).status).toBe(401);
    },
  );

  test('10: the token of another instance is a bad one', async () => {
    expect((await read(optional, INSTANCE_ID, await token(required))).status).toBe(401);
  });

  test.each(paths)('11: %s with a token says how long the token still lives', async (path) => {
    for (const world of [optional, required]) {
      const answer = await read(world, path, await token(world));
      expect(answer.status).toBe(200);
      expect(answer.headers['x-aws-ec2-metadata-token-ttl-seconds']).toMatch(/^(59|60)$/);
    }
  });

  test('9: credentials are refused without a token, and nobody is asked for a code', async () => {
    const answer = await read(required, '/latest/meta-data/iam/security-credentials/local-credentials');
    expect(answer.status).toBe(401);
    expect((await required.state()).prompts).toEqual([]);
    expect(required.simulator.calls()).toEqual([]);
  });
});
