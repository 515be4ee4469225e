/** What a user of alppaca does and knows, against the built service. */
import { createServer } from 'node:http';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { readmeExample } from '../../unit/alppaca/support.ts';
import { isSkipped } from '../addresses/support/network.ts';
import { askingPort, LIST, startAlppaca, startUpstream } from '../upstream/support.ts';
import { machineWithNetwork } from './support/machine-with-network.ts';

/** Longer than the service waits between two looks at the roles. */
const SOON = { timeout: 30_000, interval: 100 };

/** An upstream metadata service that has one answer for everything. */
async function startBrokenUpstream(status: number, body: string) {
  let requests = 0;
  const server = createServer((_request, response) => {
    requests += 1;
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The upstream does not listen.');
  return { port: address.port, requests: () => requests };
}

describe.skipIf(isSkipped())('the three terminals of the README', () => {
  test('with its configuration, its ports and its curl lines', async () => {
    const machine = await machineWithNetwork();
    // The one change: no test writes into /var/log.
    const log = machine.write('alppaca.log', '');
    const config = machine.write('example_config.yaml', readmeExample.replace('/var/log/alppaca.log', log));
    await machine.start('Mock metadata service on http://127.0.0.1:8080/', 'mock-ims');
    await machine.start('http://127.0.0.1:25772', 'serve', '--config', config);

    const list = 'curl -s localhost:25772/latest/meta-data/iam/security-credentials/';
    await vi.waitUntil(() => machine.bash(list) === 'test_role', SOON);
    const credentials = `curl -s localhost:25772/latest/meta-data/iam/security-credentials/test_role`;
    await vi.waitUntil(() => JSON.parse(machine.bash(credentials)).Code === 'Success', SOON);
    expect(JSON.parse(machine.bash(credentials))).toMatchObject({
      Code: 'Success',
      AccessKeyId: 'ASIAI',
      SecretAccessKey: 'oieDhF',
      Token: '6jmePdXNehjPVt7CZ1WMkKrqB6zDc34d2vpLej',
      Expiration: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      Type: 'AWS-HMAC',
    });
  });

  test("with its iptables rule, at EC2's own address", async () => {
    const machine = await machineWithNetwork();
    const config = machine.write('config.yaml', askingPort(8080, 'bind_ip: 127.0.0.1\nbind_port: 25772\n'));
    await machine.start('Mock metadata service on', 'mock-ims');
    await machine.start('http://127.0.0.1:25772', 'serve', '--config', config);
    machine.network.do('ip route add local 169.254.169.254/32 dev lo');
    machine.bash(
      'iptables -t nat -A OUTPUT -d 169.254.169.254/32 -p tcp -m addrtype --src-type LOCAL -j DNAT --to-destination 127.0.0.1:25772',
    );
    const list = 'curl -s 169.254.169.254/latest/meta-data/iam/security-credentials/';
    await vi.waitUntil(() => machine.bash(list) === 'test_role', SOON);
  });
});

describe('an upstream that is of no use leaves a service without roles', () => {
  test.each([
    { status: 400, body: 'Bad Request' },
    { status: 200, body: '' },
    { status: 500, body: '{"test_role":{"Code":"Success","AccessKeyId":"ASIAI"}}' },
  ])('with status $status and the body “$body”', async ({ status, body }) => {
    const upstream = await startBrokenUpstream(status, body);
    const service = await startAlppaca(`seed-alppaca-${status}`, {
      'config.yaml': askingPort(upstream.port),
    });
    await vi.waitUntil(() => upstream.requests() > 0, SOON);
    expect(await service.get()).toMatchObject({ status: 404 });
    expect(await service.get(`${LIST}test_role`)).toMatchObject({ status: 404 });
  });

  test('because there is no such host', async () => {
    const config = 'ims_host: no-such-host.invalid\nims_port: 80\nims_protocol: http\n';
    const service = await startAlppaca('seed-alppaca-bad-host', { 'config.yaml': config });
    expect(await service.get()).toMatchObject({ status: 404 });
    expect((await fetch(`${service.url}/manage/health`)).status).toBe(200);
  });
});

test('of two roles one is listed, because SDKs read the list as one name; both answer', async () => {
  const upstream = await startUpstream({ roles: ['test_role_1', 'test_role_2'], lifetimeSeconds: 3600 });
  const service = await startAlppaca('seed-alppaca-two-roles', { 'config.yaml': askingPort(upstream.port) });
  await vi.waitUntil(async () => (await service.get()).status === 200, SOON);
  expect((await service.get()).body).toBe('test_role_1');
  for (const role of ['test_role_1', 'test_role_2']) {
    expect(JSON.parse((await service.get(LIST + role)).body)).toMatchObject({ Code: 'Success' });
  }
});

test('a role that the upstream does not have is 404, not an empty answer', async () => {
  const upstream = await startUpstream();
  const service = await startAlppaca('seed-alppaca-unknown', { 'config.yaml': askingPort(upstream.port) });
  await vi.waitUntil(async () => (await service.get()).status === 200, SOON);
  expect(await service.get(`${LIST}unknown`)).toMatchObject({ status: 404 });
});
