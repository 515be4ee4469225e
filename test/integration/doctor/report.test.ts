/** `metafob doctor` and `GET /manage/doctor` against a real service: what they say, and what they keep to themselves. */

import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { DoctorReport } from '../../../src/shared/doctor.ts';
import { clientEnvironment } from '../../clients/support/client-environment.ts';
import { startSecretService } from '../../support/secret-service.ts';
import { alice } from '../../support/sts-simulator/example-world.ts';
import { accessOf, metafob } from '../faces/support/metafob-command.ts';
import { type ServiceWorld, withActive, worldOfTest } from '../service/support/service-world.ts';

const healthyWorld = (name: string) => worldOfTest({ name, configuration: withActive('bob') });

async function shellOf(world: ServiceWorld, variables: Readonly<Record<string, string>> = {}) {
  const environment = await clientEnvironment(world, { variables });
  return { ...environment, XDG_RUNTIME_DIR: world.service.environment.XDG_RUNTIME_DIR ?? '' };
}

async function reportFor(environment: Readonly<Record<string, string>>, ...words: string[]) {
  const { stdout } = await metafob(['doctor', '--json', ...words], environment);
  return DoctorReport.parse(JSON.parse(stdout));
}

const idsOf = ({ findings }: DoctorReport, severity: string) =>
  findings.filter((finding) => finding.severity === severity).map(({ id }) => id);

test('finds nothing wrong where one variable leads to the service, and ends with 0', async () => {
  const world = await healthyWorld('doctor-fine');
  const { exitCode, stdout, stderr } = await metafob(['doctor'], await shellOf(world));
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toContain('✓ No problem was found');
  expect(stdout).toContain('profile “bob”');
});

test('a shell of “metafob env” is fine, and stale once the service has another token', async () => {
  const world = await healthyWorld('doctor-container');
  const { containerUrl, tokenFile } = await accessOf(world, 'bob');
  const shell = await shellOf(world, {
    AWS_CONTAINER_CREDENTIALS_FULL_URI: containerUrl,
    AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: tokenFile,
    METAFOB_PROFILE: 'bob',
  });
  expect(idsOf(await reportFor(shell), 'problem')).toEqual([]);
  expect(idsOf(await reportFor(shell), 'note')).toContain('container-credentials');

  const stale = await reportFor({
    ...shell,
    AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '',
    AWS_CONTAINER_AUTHORIZATION_TOKEN: 'of-yesterday',
  });
  expect(idsOf(stale, 'problem')).toEqual(['container-credentials']);

  await rm(tokenFile);
  expect(idsOf(await reportFor(shell), 'problem')).toEqual(['container-credentials']);
});

test('makes no session and asks nobody for a code', async () => {
  const world = await worldOfTest({ name: 'doctor-silent' });
  const { containerUrl, tokenFile } = await accessOf(world, 'admin');
  await reportFor(
    await shellOf(world, {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: containerUrl,
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: tokenFile,
    }),
  );
  await world.manage('GET', '/doctor');
  expect((await world.state()).prompts).toEqual([]);
  expect(world.simulator.calls()).toEqual([]);
});

test('says that a prompt waits, and what answers it', async () => {
  const world = await worldOfTest({ name: 'doctor-waiting', configuration: withActive('admin') });
  const waiting = world.begin('/latest/meta-data/iam/security-credentials/local-credentials');
  const { id } = await world.prompt();
  const report = await reportFor(await shellOf(world));
  expect(report.findings[0]).toMatchObject({
    id: 'waiting-for-code',
    severity: 'problem',
    fix: { line: expect.stringMatching(/ login$/) },
  });
  await world.manage('DELETE', `/prompts/${id}`);
  await waiting.finished;
  const after = await reportFor(await shellOf(world));
  expect(after.findings[0]).toMatchObject({ id: 'session-failed', why: expect.stringMatching(/cancel/i) });
});

test('a port of a profile is ours as well', async () => {
  const world = await healthyWorld('doctor-port');
  await world.manage('POST', '/profiles/bob/port');
  const { metadataUrl = '' } = await accessOf(world, 'bob');
  const shell = await shellOf(world, { AWS_EC2_METADATA_SERVICE_ENDPOINT: metadataUrl });
  expect(idsOf(await reportFor(shell), 'problem')).toEqual([]);
});

test('names the program that has our place', async () => {
  const world = await healthyWorld('doctor-port-taken');
  const server = createServer((_request, response) => response.end('something else')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const report = await reportFor(await shellOf(world), '--url', `http://127.0.0.1:${port}`);
  expect(report.findings[0]).toMatchObject({ id: 'port-taken', severity: 'problem' });
  expect(report.findings[0]?.title).toContain(`(process ${process.pid})`);
});

test('without a service says how to start one', async () => {
  const world = await healthyWorld('doctor-none');
  const shell = await shellOf(world);
  const report = await reportFor(shell, '--url', 'http://127.0.0.1:9');
  expect(report.findings[0]).toMatchObject({
    id: 'service-not-running',
    fix: { line: expect.stringMatching(/ start$/) },
  });
});

test('--profile looks at another AWS profile than that of the shell', async () => {
  const world = await healthyWorld('doctor-profile');
  const report = await reportFor(await shellOf(world), '--profile', 'absent');
  expect(report.awsProfile).toBe('absent');
  expect(report.findings[0]).toMatchObject({
    id: 'profile-missing',
    fix: { sentence: 'The profiles are: none.' },
  });
});

test('a file that nobody may read, or that is broken, is named with its line', async () => {
  const world = await healthyWorld('doctor-broken');
  const environment = await clientEnvironment(world, { config: '[default]\nregion eu-west-1\n' });
  const shell = { ...environment, XDG_RUNTIME_DIR: world.service.environment.XDG_RUNTIME_DIR ?? '' };
  const report = await reportFor(shell);
  expect(report.findings[0]).toMatchObject({ id: 'file-unreadable', severity: 'problem' });
  expect(report.findings[0]?.why).toContain('/.aws/config:2: ');
});

test('the service tells the same about its own surroundings, with the token only', async () => {
  const world = await healthyWorld('doctor-route');
  expect((await world.send('/manage/doctor')).status).toBe(401);
  const answer = await world.manage('GET', '/doctor');
  const report = DoctorReport.parse(answer.json());
  expect(report.place).toBe('service');
  // The variable that keeps the service from asking itself is not told as a mistake of the user.
  expect(answer.body).not.toContain('127.0.0.1:9');
  expect(idsOf(report, 'problem')).toEqual([]);
  expect(idsOf(report, 'note')).toContain('endpoint-not-set');
});

test('no secret is in a report', async () => {
  const world = await healthyWorld('doctor-secrets');
  const secrets = {
    AWS_ACCESS_KEY_ID: alice.accessKeyId,
    AWS_SECRET_ACCESS_KEY: alice.secretAccessKey,
    AWS_SESSION_TOKEN: 'session-token-of-the-test',
    AWS_CONTAINER_CREDENTIALS_FULL_URI: `${world.service.url}/credentials/bob`,
    AWS_CONTAINER_AUTHORIZATION_TOKEN: 'authorization-token-of-the-test',
    http_proxy: 'http://user:password-of-the-proxy@127.0.0.1:9',
  };
  const shell = await shellOf(world, secrets);
  const { stdout } = await metafob(['doctor'], shell);
  for (const secret of [
    ...Object.values(secrets).slice(0, 3),
    'authorization-token',
    'password-of-the-proxy',
  ]) {
    expect(stdout).not.toContain(secret);
  }
  expect(stdout).toContain(`a key that ends in ${alice.accessKeyId.slice(-4)}`);
});

test('a locked keyring is told, without the keyring asking for its password', async () => {
  const session = await startSecretService({ keyring: 'unlocked' });
  onTestFinished(() => session.stop());
  const environment = Object.fromEntries(
    Object.entries(session.environment).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
  const before = await reportFor(environment, '--url', 'http://127.0.0.1:9');
  expect(before.findings.map(({ id }) => id)).not.toContain('keyring-locked');
  await session.lock();
  const after = await reportFor(environment, '--url', 'http://127.0.0.1:9');
  expect(idsOf(after, 'warning')).toContain('keyring-locked');
  expect(session.promptWasOpened()).toBe(false);
});
