/** What mmds promises, against the built service and a simulated AWS. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { signatureOf } from '../../../src/node/http/admin/signature.ts';
import { runCommand } from '../../support/aws-environment.ts';
import { bootstrapBody, bootstrapCredentials, workerRole, workerWorld } from './support/worker-world.ts';

const MINUTE = 60_000;
const SIGNING_SECRET = 'signing-secret-for-this-test-only';

const BY_KEY = 'AKIASIMULATEDMMDS001 ok';

describe('before the credentials are posted', () => {
  test('the role is listed, answers with a failure at once, and the health check says false', async () => {
    const { start, status, role, metadata, assumed } = await workerWorld({ name: 'admin-before' });
    await start();
    expect((await metadata('/latest/meta-data/iam/security-credentials/')).body).toBe('Worker');
    expect((await role()).Code).not.toBe('Success');
    expect(await status()).toBe('false');
    expect(assumed()).toEqual([]);
  });
});

describe('after the credentials are posted', () => {
  test('the role is assumed without anybody asking for it', async () => {
    const { start, post, status, role, assumed } = await workerWorld({ name: 'admin-after' });
    await start();
    expect(await post()).toMatchObject({ status: 200, body: '' });
    await vi.waitUntil(async () => (await status()) === 'true');
    expect(assumed()).toEqual([BY_KEY]);
    expect(await role()).toMatchObject({ Code: 'Success', AccessKeyId: expect.stringMatching(/^ASIA/) });
  });

  test('curl can do it, line for line as in docs/bootstrap.md', async () => {
    const { start, adminUrl, status, home } = await workerWorld({ name: 'admin-curl' });
    await start();
    const file = join(home, 'credentials.json');
    await writeFile(file, bootstrapBody, { mode: 0o600 });
    const curl = (...parts: string[]) =>
      runCommand('curl', ['-sS', ...parts], { PATH: process.env.PATH ?? '' });
    expect(await curl(`${adminUrl()}/status`)).toMatchObject({ exitCode: 0, stdout: 'false' });
    expect(await curl('--data', `@${file}`, `${adminUrl()}/bootstrap/creds`)).toMatchObject({
      exitCode: 0,
      stdout: '',
      stderr: '',
    });
    await vi.waitUntil(async () => (await status()) === 'true');
  });

  test('wrong ones are told by AWS, and right ones can follow', async () => {
    const { start, post, status, role, assumed } = await workerWorld({ name: 'admin-wrong' });
    await start();
    await post(bootstrapBody.replace('AKIASIMULATEDMMDS001', 'AKIAUNKNOWN000000000'));
    await vi.waitUntil(() =>
      assumed().some((call) => call.startsWith('AKIAUNKNOWN') && !call.endsWith('pending')),
    );
    expect(await status()).toBe('false');
    expect((await role()).Code).not.toBe('Success');
    await vi.waitUntil(async () => (await post()).status === 200);
    await vi.waitUntil(async () => (await status()) === 'true', { timeout: 15_000 });
  });
});

describe('as time passes', () => {
  /** AWS's clock goes on; the service notices with the next answer of AWS. */
  async function halfAnHourLater(world: Awaited<ReturnType<typeof workerWorld>>): Promise<void> {
    world.simulator.clockOffsetMs += 31 * MINUTE;
    await world.metadata('/latest/meta-data/iam/security-credentials/local-credentials');
  }

  test('the role is assumed again with its own credentials', async () => {
    const world = await workerWorld({ name: 'admin-itself', withBob: true });
    await world.start();
    await world.post();
    await vi.waitUntil(async () => (await world.status()) === 'true');
    const before = await world.role();
    await halfAnHourLater(world);
    await vi.waitUntil(() => world.assumed().length === 2 && !world.assumed()[1]?.endsWith('pending'));
    expect(world.assumed()).toEqual([BY_KEY, `${before.AccessKeyId} ok`]);
    await vi.waitUntil(async () => (await world.role()).AccessKeyId !== before.AccessKeyId);
    expect(await world.status()).toBe('true');
  });

  test('or with the posted ones, when it may not assume itself', async () => {
    const world = await workerWorld({ name: 'admin-fallback', withBob: true, mayAssumeItself: false });
    await world.start();
    await world.post();
    await vi.waitUntil(async () => (await world.status()) === 'true');
    const before = await world.role();
    await halfAnHourLater(world);
    await vi.waitUntil(() => world.assumed().filter((call) => call === BY_KEY).length === 2);
    // The AWS SDK repeats a refused call when it finds that the clocks differ, so there may be several.
    expect([...new Set(world.assumed().slice(1))]).toEqual([`${before.AccessKeyId} AccessDenied`, BY_KEY]);
    expect(await world.status()).toBe('true');
  });
});

describe('a restart', () => {
  test('needs no credentials when they are kept in the encrypted file', async () => {
    const { start, stop, post, status, assumed } = await workerWorld({
      name: 'admin-kept',
      admin: 'persist = yes',
    });
    await start('--secrets', 'file');
    await post();
    await vi.waitUntil(async () => (await status()) === 'true');
    await stop();
    await start('--secrets', 'file');
    await vi.waitUntil(async () => (await status()) === 'true', { timeout: 20_000 });
    expect(assumed()).toEqual([BY_KEY, BY_KEY]);
  });

  test('needs them again when they are not kept', async () => {
    const { start, stop, post, status } = await workerWorld({ name: 'admin-not-kept' });
    await start('--secrets', 'file');
    await post();
    await vi.waitUntil(async () => (await status()) === 'true');
    await stop();
    await start('--secrets', 'file');
    expect(await status()).toBe('false');
  });

  test('needs them again where there is only memory, which does not hinder their use', async () => {
    const { start, post, status } = await workerWorld({ name: 'admin-memory', admin: 'persist = yes' });
    await start();
    expect((await post()).status).toBe(200);
    await vi.waitUntil(async () => (await status()) === 'true');
  });
});

describe('with secret_file', () => {
  test('only signed credentials are taken', async () => {
    const world = await workerWorld({
      name: 'admin-signed',
      admin: 'secret_file = HOME/bootstrap.secret',
      files: { 'bootstrap.secret': `${SIGNING_SECRET}\n` },
    });
    await world.start();
    expect((await world.post()).status).toBe(403);
    const signed = (secret: string) =>
      JSON.stringify({ ...JSON.parse(bootstrapBody), Signature: signatureOf(bootstrapCredentials, secret) });
    expect((await world.post(signed('another secret'))).status).toBe(403);
    expect(await world.status()).toBe('false');
    expect((await world.post(signed(SIGNING_SECRET))).status).toBe(200);
    await vi.waitUntil(async () => (await world.status()) === 'true');
  });

  test('that is missing the service does not start, and says why', async () => {
    const { start } = await workerWorld({ name: 'admin-no-secret', admin: 'secret_file = nowhere.secret' });
    await expect(start()).rejects.toThrow(/did not start/);
  });
});

test('the role that it assumes is the profile of the manage API, too', async () => {
  const { start, service } = await workerWorld({ name: 'admin-profile' });
  await start();
  const answer = await fetch(`${service().url}/manage/profiles/Worker`);
  expect(await answer.json()).toMatchObject({ profile: { name: 'Worker', roleArn: workerRole } });
});
