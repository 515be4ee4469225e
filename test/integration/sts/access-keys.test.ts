import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { describeFailure } from '../../../src/core/sessions/failure.ts';
import {
  type AccessKeysPort,
  createAccessKeysPort,
  type NewAccessKey,
} from '../../../src/node/sts/access-keys.ts';
import { bob, exampleWorld } from '../../support/sts-simulator/example-world.ts';
import { type StsSimulator, startStsSimulator } from '../../support/sts-simulator/server.ts';
import { accountSettings } from './account-settings.ts';

let simulator: StsSimulator;
let time: number;
let keys: AccessKeysPort;

const portWith = (credentials: NewAccessKey) => createAccessKeysPort(accountSettings(simulator, credentials));

beforeEach(async () => {
  time = Date.parse('2026-03-01T10:00:05Z');
  simulator = await startStsSimulator({ world: exampleWorld(), now: () => time });
  vi.stubEnv('AWS_ENDPOINT_URL_IAM', simulator.url);
  vi.stubEnv('AWS_ENDPOINT_URL_STS', simulator.url);
  keys = portWith(bob);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await simulator.close();
});

const createKey = async (): Promise<NewAccessKey> => {
  const created = await keys.create();
  if (!created.ok) throw new Error(describeFailure(created.failure));
  return created.value;
};

test('who am I: ARN, account and user', async () => {
  expect(await keys.whoAmI()).toEqual({
    ok: true,
    value: { arn: bob.arn, partition: 'aws', accountId: '111122223333', userName: 'bob' },
  });
});

test('a new key works and is listed with its status', async () => {
  const key = await createKey();
  expect(await portWith(key).whoAmI()).toMatchObject({ ok: true, value: { arn: bob.arn } });
  expect(await keys.list()).toEqual({
    ok: true,
    value: [
      { accessKeyId: bob.accessKeyId, status: 'active', createdAt: expect.any(Number) },
      { accessKeyId: key.accessKeyId, status: 'active', createdAt: time },
    ],
  });
});

test('a new key that AWS does not know yet fails as a key that is gone, and works later', async () => {
  simulator.setFaults([{ kind: 'new-key-unknown', seconds: 10 }]);
  const port = portWith(await createKey());
  expect(await port.whoAmI()).toMatchObject({ ok: false, failure: { kind: 'base-keys-gone' } });
  time += 10_000;
  expect(await port.whoAmI()).toMatchObject({ ok: true });
});

test('a third key is refused in the words of AWS', async () => {
  await createKey();
  expect(await keys.create()).toMatchObject({
    ok: false,
    failure: {
      kind: 'unknown',
      detail: expect.stringContaining('Cannot exceed quota for AccessKeysPerUser: 2'),
    },
  });
});

test('an old key is made inactive, then deleted, by the new one', async () => {
  const port = portWith(await createKey());
  expect(await port.setStatus(bob.accessKeyId, 'inactive')).toEqual({ ok: true, value: undefined });
  expect(await keys.whoAmI()).toMatchObject({ ok: false, failure: { kind: 'base-keys-gone' } });
  expect(await port.list()).toMatchObject({ value: [{ status: 'inactive' }, { status: 'active' }] });
  expect(await port.delete(bob.accessKeyId)).toEqual({ ok: true, value: undefined });
  expect(await port.list()).toMatchObject({ value: [{ status: 'active' }] });
});

test('it is known when a key was used last, if ever', async () => {
  const key = await createKey();
  expect(await keys.lastUsedAt(key.accessKeyId)).toEqual({ ok: true, value: undefined });
  await portWith(key).whoAmI();
  expect(await keys.lastUsedAt(key.accessKeyId)).toEqual({
    ok: true,
    value: Math.floor(time / 1000) * 1000,
  });
});

test('a key whose answer is lost is not made a second time', async () => {
  simulator.setFaults([
    { kind: 'connection-reset', afterProcessing: true, action: 'CreateAccessKey', times: 1 },
  ]);
  expect(await keys.create()).toMatchObject({ ok: false, failure: { kind: 'network' } });
  expect(simulator.calls('CreateAccessKey')).toHaveLength(1);
  expect(await keys.list()).toMatchObject({ value: { length: 2 } });
});

test('a network that is down is a failure, not an exception', async () => {
  simulator.setFaults([{ kind: 'connection-reset' }]);
  expect(await keys.list()).toMatchObject({ ok: false, failure: { kind: 'network' } });
});
