import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { serviceLogFile } from '../../support/log-recorder.ts';
import { startServiceUnderTest } from '../../support/running-service.ts';
import { bob, exampleWorld, roles } from '../../support/sts-simulator/example-world.ts';
import { startStsSimulator } from '../../support/sts-simulator/server.ts';
import { readmeExample } from '../../unit/alppaca/support.ts';
import { askingPort, LIST, startAlppaca, startProxy, startUpstream } from './support.ts';

/** Longer than the service waits between two looks at the roles, for a role that fails or has just come. */
const SOON = { timeout: 30_000, interval: 100 };
const isRoot = process.getuid?.() === 0;

test('what the upstream has is listed and handed out', async () => {
  const upstream = await startUpstream();
  const service = await startAlppaca('upstream', { 'config.yaml': askingPort(upstream.port) });
  await vi.waitUntil(async () => (await service.get()).status === 200, SOON);
  expect(await service.get()).toEqual({ status: 200, body: 'test_role' });
  const { body } = await service.get(`${LIST}test_role`);
  expect(JSON.parse(body)).toEqual({
    Code: 'Success',
    Type: 'AWS-HMAC',
    LastUpdated: expect.stringMatching(/^\d{4}-.*Z$/),
    AccessKeyId: upstream.credentials.accessKeyId,
    SecretAccessKey: upstream.credentials.secretAccessKey,
    Token: upstream.credentials.sessionToken,
    Expiration: expect.stringMatching(/^\d{4}-.*Z$/),
  });
  expect(await service.get(`${LIST}other_role`)).toMatchObject({ status: 404 });
});

test('credentials are answered at once while the upstream no longer answers', async () => {
  const upstream = await startUpstream({ lifetimeSeconds: 3600 });
  const service = await startAlppaca('upstream-cached', { 'config.yaml': askingPort(upstream.port) });
  await vi.waitUntil(() => upstream.requests.includes(`GET ${LIST}test_role 200`), SOON);
  upstream.change({ fail: 'slow' });
  const { body } = await service.get(`${LIST}test_role`);
  expect(JSON.parse(body)).toMatchObject({ Code: 'Success', AccessKeyId: 'ASIAMOCK' });
});

test('credentials that only live for seconds are fetched when they are asked for', async () => {
  const upstream = await startUpstream({ lifetimeSeconds: 9 });
  const service = await startAlppaca('upstream-short', { 'config.yaml': askingPort(upstream.port) });
  await vi.waitUntil(async () => (await service.get()).status === 200, SOON);
  const { body } = await service.get(`${LIST}test_role`);
  const { Code, Expiration } = JSON.parse(body);
  expect(Code).toBe('Success');
  expect(Date.parse(Expiration)).toBeGreaterThan(Date.now() + 5_000);
});

test('roles appear and vanish with the upstream, and none at all is a 404', async () => {
  const upstream = await startUpstream({ roles: [] });
  const service = await startAlppaca('upstream-roles', { 'config.yaml': askingPort(upstream.port) });
  await vi.waitUntil(() => upstream.requests.length > 0, SOON);
  expect(await service.get()).toMatchObject({ status: 404 });
  upstream.change({ roles: ['new_role'] });
  await vi.waitUntil(async () => (await service.get()).body === 'new_role', SOON);
  upstream.change({ roles: [] });
  await vi.waitUntil(async () => (await service.get()).status === 404, SOON);
  expect(await service.get(`${LIST}new_role`)).toMatchObject({ status: 404 });
});

test.each(['empty', '404', '500', 'garbage'] as const)(
  'an upstream with the fault “%s” leaves a service without roles that goes on asking',
  async (fail) => {
    const upstream = await startUpstream({ fail });
    const service = await startAlppaca(`upstream-${fail}`, { 'config.yaml': askingPort(upstream.port) });
    await vi.waitUntil(() => upstream.requests.length > 1, SOON);
    expect(await service.get()).toMatchObject({ status: 404 });
    expect(await service.get(`${LIST}test_role`)).toMatchObject({ status: 404 });
    expect((await fetch(`${service.url}/manage/health`)).status).toBe(200);
  },
);

test('a role without credentials is answered with a failure that names the upstream', async () => {
  const upstream = await startUpstream({ lifetimeSeconds: 0 });
  const service = await startAlppaca('upstream-expired', { 'config.yaml': askingPort(upstream.port) });
  await vi.waitUntil(async () => (await service.get()).status === 200, SOON);
  const document = JSON.parse((await service.get(`${LIST}test_role`)).body);
  expect(document.Code).not.toBe('Success');
  expect(document.Message).toContain(`http://127.0.0.1:${upstream.port} handed out expired credentials`);
  expect(document).not.toHaveProperty('AccessKeyId');
});

describe('with a role to assume', () => {
  /** An upstream whose role may assume another one: a service of our own. */
  async function startUpstreamOfBob() {
    const simulator = await startStsSimulator({ world: exampleWorld() });
    onTestFinished(() => simulator.close());
    const upstream = await startServiceUnderTest({
      name: 'assume-upstream',
      configuration: `[aws]\naccess_key = ${bob.accessKeyId}\nsecret_key = ${bob.secretAccessKey}\nmfa_enabled = no
[metadata]\nrole_arn = ${roles.readOnly}\n`,
      simulatorUrl: simulator.url,
    });
    onTestFinished(() => void upstream.stop());
    return { simulator, port: Number(new URL(upstream.url).port) };
  }

  test('its credentials are handed out under its name', async () => {
    const { simulator, port } = await startUpstreamOfBob();
    const service = await startAlppaca(
      'assume-role',
      { '1.yaml': askingPort(port), '2.yaml': `assume_role: ${roles.audit}\naws_region: eu-west-1\n` },
      { simulatorUrl: simulator.url },
    );
    await vi.waitUntil(async () => (await service.get()).body === 'Audit', SOON);
    const { body } = await service.get(`${LIST}Audit`);
    expect(JSON.parse(body)).toMatchObject({ Code: 'Success' });
    expect(simulator.calls('AssumeRole').at(-1)).toMatchObject({ roleArn: roles.audit, outcome: 'ok' });
  });

  test('only the calls to AWS go through the configured proxy', async () => {
    const { simulator, port } = await startUpstreamOfBob();
    const proxy = await startProxy();
    const service = await startAlppaca(
      'assume-role-proxy',
      {
        'config.yaml': askingPort(
          port,
          `assume_role: ${roles.audit}\naws_proxy_host: 127.0.0.1\naws_proxy_port: ${proxy.port}\n`,
        ),
      },
      { simulatorUrl: simulator.url },
    );
    await vi.waitUntil(async () => (await service.get()).body === 'Audit', SOON);
    expect(JSON.parse((await service.get(`${LIST}Audit`)).body)).toMatchObject({ Code: 'Success' });
    expect(new Set(proxy.targets)).toEqual(new Set([new URL(simulator.url).host]));
  });
});

describe("the example of alppaca's README", () => {
  test('starts with nothing but its ports and its log file replaced', async () => {
    const upstream = await startUpstream();
    const folder = mkdtempSync(join(tmpdir(), 'metafob-alppaca-log-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const log = serviceLogFile('readme-example-file');
    const text = readmeExample
      .replace('ims_port: 8080', `ims_port: ${upstream.port}`)
      .replace('/var/log/alppaca.log', log);
    const service = await startAlppaca('readme-example', { 'config.yaml': text });
    await vi.waitUntil(async () => (await service.get()).body === 'test_role', SOON);
    await vi.waitUntil(() => readFileSync(log, 'utf8').includes('test_role'), SOON);
    expect(readFileSync(log, 'utf8')).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \[(INFO|DEBUG|WARNING)\] /,
    );
    expect(statSync(log).mode & 0o007).toBe(0);
  });

  test.runIf(isRoot)('serves as nobody when it was started as root', async () => {
    const upstream = await startUpstream();
    const text = readmeExample
      .replace('ims_port: 8080', `ims_port: ${upstream.port}`)
      .replace('/var/log/alppaca.log', serviceLogFile('as-nobody-file'));
    const service = await startAlppaca('as-nobody', { 'config.yaml': text });
    await vi.waitUntil(async () => (await service.get()).body === 'test_role', SOON);
    const status = readFileSync(`/proc/${service.processId}/status`, 'utf8');
    const nobody = /^nobody:[^:]*:(\d+)/m.exec(readFileSync('/etc/passwd', 'utf8'))?.[1];
    expect(/^Uid:\s+(.*)$/m.exec(status)?.[1]?.split(/\s+/)).toEqual([nobody, nobody, nobody, nobody]);
    expect(/^Groups:\s+(.*?)\s*$/m.exec(status)?.[1]?.split(/\s+/)).not.toContain('0');
    expect(JSON.parse((await service.get(`${LIST}test_role`)).body)).toMatchObject({ Code: 'Success' });
  });

  test.runIf(isRoot)('does not start with a user who does not exist', async () => {
    const text = askingPort(9, 'user: no-such-user-here\n');
    await expect(startAlppaca('unknown-user', { 'config.yaml': text })).rejects.toThrow('ended with code 7');
  });
});

describe('metafob mock-ims', () => {
  const command = join(import.meta.dirname, '..', '..', '..', 'bin', 'metafob.js');

  test('plays the upstream of the README until it is stopped', async () => {
    const child = execFile(process.execPath, [command, 'mock-ims', '--port', '0', '--role', 'one', 'two']);
    onTestFinished(() => void child.kill());
    let output = '';
    child.stdout?.on('data', (text: string) => {
      output += text;
    });
    await vi.waitUntil(() => output.includes('\n'), SOON);
    const url = /http:\/\/\S+?(?=\/ )/.exec(output)?.[0];
    expect(await (await fetch(url + LIST)).text()).toBe('one\ntwo');
    expect(await (await fetch(`${url}${LIST}two`)).json()).toMatchObject({
      Code: 'Success',
      AccessKeyId: 'ASIAI',
      SecretAccessKey: 'oieDhF',
      Type: 'AWS-HMAC',
    });
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  test('says so when its port is taken', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void taken.close());
    const address = taken.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const outcome = await new Promise<{ code: unknown; stderr: string }>((resolve) => {
      execFile(process.execPath, [command, 'mock-ims', '--port', port], (error, _stdout, stderr) =>
        resolve({ code: error?.code, stderr }),
      );
    });
    expect(outcome.code).toBe(7);
    expect(outcome.stderr).toContain('another program uses this port');
  });
});
