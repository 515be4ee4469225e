/** What a user of aws-mock-metadata does and knows, against the built service. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { registerSecret } from '../../support/log-recorder.ts';
import { createInstallation } from '../addresses/support/installation.ts';
import { isSkipped } from '../addresses/support/network.ts';
import { roleDocument, type ServiceWorld, startWorld } from '../service/support/service-world.ts';
import { machineOfTest } from './support/machine.ts';
import { type MachineWithNetwork, machineWithNetwork } from './support/machine-with-network.ts';
import { filledIn, other, readme, user, world } from './support/readme-of-aws-mock-metadata.ts';

/* Strict: a field more or less than the README has is a failure. */
const Session = z.strictObject({
  accessKey: z.string().regex(/^ASIA/),
  secretKey: z.string().min(20),
  sessionToken: z.string().min(20),
  expiration: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
});
const Profile = z.strictObject({
  name: z.string(),
  accessKey: z.string(),
  region: z.string(),
  tokenDuration: z.number().optional(),
  roleArn: z.string().optional(),
});
const ProfileWithSession = Profile.extend({ session: Session.optional() });
const SessionAnswer = z.strictObject({ session: Session.optional(), profile: Profile });

const LIST = '/latest/meta-data/iam/security-credentials/';
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

describe('the example of the README', () => {
  test('as it stands is told where its dots are, line by line', async () => {
    const machine = await machineOfTest('seed-amm-dots', world);
    await machine.write('server.conf', readme);
    const { exitCode, stderr } = await machine.bash('metafob serve --config server.conf --port 0');
    expect(exitCode).toBe(7);
    for (const key of ['mfa_secret', 'mfa_enabled', 'region', 'token_duration', 'role_arn']) {
      const line = readme.split('\n').findIndex((text) => text.startsWith(`${key}=...`)) + 1;
      expect(stderr).toContain(`server.conf:${line}: ${key} must be`);
    }
  });

  test.each(['server.conf', '.aws-mock-metadata/config'])('is found as %s', async (file) => {
    const machine = await machineOfTest('seed-amm-found', world);
    await machine.write(file, filledIn());
    expect(await machine.bash('metafob start --host 127.0.0.1 --port 0')).toMatchObject({ exitCode: 0 });
    const { url } = await machine.service();
    const { profiles } = z
      .strictObject({ profiles: z.array(ProfileWithSession) })
      .parse(await (await fetch(`${url}/manage/profiles`)).json());
    expect(profiles.map(({ name }) => name)).toEqual(['default', 'other']);
  });

  test('the file in the home directory wins over server.conf', async () => {
    const machine = await machineOfTest('seed-amm-both', world);
    await machine.write('server.conf', filledIn());
    await machine.write('.aws-mock-metadata/config', '[aws]\nregion=eu-north-1\n');
    await machine.bash('metafob start --host 127.0.0.1 --port 0');
    const { url } = await machine.service();
    const { profile } = SessionAnswer.parse(await (await fetch(`${url}/manage/session`)).json());
    expect(profile).toMatchObject({ accessKey: user.accessKeyId, region: 'eu-north-1' });
  });
});

describe('the manage API, field for field', () => {
  let running: ServiceWorld;
  const ask = (path: string, method = 'GET', body?: string, headers: Record<string, string> = FORM) =>
    running.send(`/manage${path}`, { method, ...(body === undefined ? {} : { body, headers }) });

  beforeAll(async () => {
    running = await startWorld({
      name: 'seed-amm-api',
      configuration: filledIn(),
      world,
      arguments: ['--host', '127.0.0.1'],
    });
  });
  afterAll(() => running.stop());

  const defaultProfile = {
    name: 'default',
    accessKey: user.accessKeyId,
    region: 'us-east-1',
    tokenDuration: 43_200,
    roleArn: 'arn:aws:iam::123456789012:role/${aws:username}',
  };
  const otherProfile = {
    name: 'other',
    accessKey: other.accessKeyId,
    region: 'eu-west-1',
    tokenDuration: 3600,
    roleArn: other.roleArn,
  };

  test('Get Profiles', async () => {
    const answer = await ask('/profiles');
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual({ profiles: [defaultProfile, otherProfile] });
  });

  test('Get Profile', async () => {
    expect((await ask('/profiles/other')).json()).toEqual({ profile: otherProfile });
    expect((await ask('/profiles/unknown')).status).toBe(404);
  });

  test('Get Credentials without a session', async () => {
    expect((await ask('/session')).json()).toEqual({ profile: defaultProfile });
  });

  test.each([
    ['no six digits', 'token=12345'],
    ['letters', 'token=abcdef'],
    ['an unknown profile', 'session=unknown'],
    ['neither profile nor token', ''],
  ])('Create Credentials: 400 for %s', async (_name, body) => {
    expect((await ask('/session', 'POST', body)).status).toBe(400);
  });

  test('Create Credentials: 403 for a code that the device does not show', async () => {
    const wrong = running.code(user.serialNumber) === '000000' ? '111111' : '000000';
    expect((await ask('/session', 'POST', `token=${wrong}`)).status).toBe(403);
  });

  test('Create Credentials: only a profile changes it, without a session', async () => {
    const answer = await ask('/session', 'POST', 'session=other');
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual({ profile: otherProfile });
    expect(
      (await ask('/session', 'POST', '{"profile":"default"}', { 'Content-Type': 'application/json' })).status,
    ).toBe(200);
  });

  test('Create Credentials, get them, and clear them', async () => {
    const token = running.code(user.serialNumber);
    const created = await ask('/session', 'POST', JSON.stringify({ token, session: 'default' }), {
      'Content-Type': 'application/json',
    });
    expect(created.status).toBe(200);
    const { session, profile } = SessionAnswer.parse(created.json());
    expect(session).toBeDefined();
    expect(profile.name).toBe('default');
    expect(SessionAnswer.parse((await ask('/session')).json()).session).toEqual(session);
    const listed = z
      .strictObject({ profile: ProfileWithSession })
      .parse((await ask('/profiles/default')).json());
    expect(listed.profile.session).toEqual(session);
    const { AccessKeyId } = roleDocument(await running.send(`${LIST}local-credentials`));
    expect(AccessKeyId).toBe(session?.accessKey);

    expect((await ask('/session', 'DELETE')).status).toBe(200);
    expect(SessionAnswer.parse((await ask('/session')).json()).session).toBeUndefined();
    expect((await ask('/session', 'DELETE')).status).toBe(200);
  });

  test('the page is at /manage', async () => {
    const answer = await ask('');
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toMatch(/^text\/html/);
  });
});

describe.skipIf(isSkipped())("at EC2's own address", () => {
  async function start(configuration: string): Promise<MachineWithNetwork> {
    const machine = await machineWithNetwork(world);
    (await createInstallation(machine.network, 'nft')).install();
    const config = machine.write('server.conf', configuration);
    await machine.start('Manage page on', 'serve', '--config', config, '--secrets', 'memory');
    return machine;
  }

  const credentials = 'curl -sN 169.254.169.254/latest/meta-data/iam/security-credentials/local-credentials';

  test('a stored MFA secret makes the codes, and nobody is asked', async () => {
    const machine = await start(filledIn({ mfaSecret: user.mfaSecret }));
    const role = JSON.parse(machine.bash(credentials));
    registerSecret(role.SecretAccessKey);
    registerSecret(role.Token);
    expect(role).toMatchObject({ Code: 'Success', Type: 'AWS-HMAC' });
    expect(machine.bash('curl -s 169.254.169.254/latest/meta-data/iam/security-credentials/')).toBe('alice');
    expect(machine.bash('curl -s 169.254.169.254:45000/manage/health')).toContain('"ok"');
  });

  test('without the secret the request waits until the code was sent with the curl line of the README', async () => {
    const machine = await start(filledIn());
    machine.bash(`(${credentials} > waiting) 2>/dev/null & echo started`);
    const waits = () => machine.bash('stat -c %s waiting 2>/dev/null || echo 0').trim() !== '0';
    await vi.waitUntil(waits, { timeout: 20_000, interval: 100 });
    const line = 'curl -s -X POST -d token=123456 169.254.169.254/manage/session';
    const answer = JSON.parse(machine.bash(line.replace('123456', machine.code(user.serialNumber))));
    registerSecret(answer.session.secretKey);
    registerSecret(answer.session.sessionToken);
    await vi.waitUntil(() => machine.read('waiting').includes('"Success"'), {
      timeout: 20_000,
      interval: 100,
    });
    const waited = JSON.parse(machine.read('waiting'));
    expect(waited.AccessKeyId).toBe(answer.session.accessKey);
    expect(machine.bash('curl -s -X POST -d session=other 169.254.169.254/manage/session')).toContain(
      '"other"',
    );
  });
});
