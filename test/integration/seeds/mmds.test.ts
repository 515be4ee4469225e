/** What a user of mmds does and knows, against the built service, at the addresses and ports of its README. */
import { describe, expect, test, vi } from 'vitest';
import { registerSecret } from '../../support/log-recorder.ts';
import type { WorldDescription } from '../../support/sts-simulator/world.ts';
import { isSkipped } from '../addresses/support/network.ts';
import { bootstrapCredentials, workerWorld } from '../admin/support/worker-world.ts';
import { type MachineWithNetwork, machineWithNetwork } from './support/machine-with-network.ts';

const ACCOUNT = '111122223333';
const roleArn = `arn:aws:iam::${ACCOUNT}:role/Worker`;
const userArn = `arn:aws:iam::${ACCOUNT}:user/bootstrap`;
const key = { id: 'AKIASIMULATEDMMDS002', secret: 'MmdsSecretForTheSimulatorOnly/0123456+m2' };

const world: WorldDescription = {
  accounts: [
    {
      id: ACCOUNT,
      users: [{ name: 'bootstrap', accessKeys: [key] }],
      roles: [{ name: 'Worker', trusts: [userArn, roleArn] }],
    },
  ],
};

/** The JSON of the README, with a key in place of the dots. */
const body = `{
    "AccessKeyId": "${key.id}",
    "SecretAccessKey": "${key.secret}",
    "Token": ""
}`;

const METADATA = '169.254.169.254/latest/meta-data';
const SOON = { timeout: 20_000, interval: 100 };

/** A service at port 80 of the metadata address, with the administrative port of the README. */
async function startMmds(): Promise<MachineWithNetwork> {
  const machine = await machineWithNetwork(world);
  machine.bash(
    'ip addr add 169.254.169.254/24 broadcast 169.254.169.255 label lo:metadata dev lo && iptables -I INPUT 1 -d 169.254.0.0/16 ! -i lo -j DROP',
  );
  const config = machine.write('mmds.conf', `[admin]\nrole_arn = ${roleArn}\n`);
  const address = ['--host', '169.254.169.254', '--port', '80'];
  await machine.start('Admin listener on', 'serve', '--config', config, '--secrets', 'memory', ...address);
  return machine;
}

/** What the README lists as missing. */
const missingFeatures = [
  '/latest/dynamic/instance-identity/signature',
  '/latest/dynamic/instance-identity/pkcs7',
  '/latest/dynamic/instance-identity/rsa2048',
  '/latest/meta-data/block-device-mapping/ami',
  '/latest/meta-data/block-device-mapping/root',
  '/latest/meta-data/public-keys/',
  '/latest/meta-data/public-keys/0/openssh-key',
  '/latest/meta-data/network/interfaces/macs/',
  '/latest/meta-data/network/interfaces/macs/{mac}/device-number',
  '/latest/meta-data/network/interfaces/macs/{mac}/interface-id',
  '/latest/meta-data/network/interfaces/macs/{mac}/local-hostname',
  '/latest/meta-data/network/interfaces/macs/{mac}/local-ipv4s',
  '/latest/meta-data/network/interfaces/macs/{mac}/mac',
  '/latest/meta-data/network/interfaces/macs/{mac}/owner-id',
  '/latest/meta-data/network/interfaces/macs/{mac}/security-group-ids',
  '/latest/meta-data/network/interfaces/macs/{mac}/security-groups',
  '/latest/meta-data/network/interfaces/macs/{mac}/subnet-id',
  '/latest/meta-data/network/interfaces/macs/{mac}/subnet-ipv4-cidr-block',
  '/latest/meta-data/network/interfaces/macs/{mac}/vpc-id',
  '/latest/meta-data/network/interfaces/macs/{mac}/vpc-ipv4-cidr-block',
  '/latest/meta-data/network/interfaces/macs/{mac}/vpc-ipv4-cidr-blocks',
  '/latest/meta-data/network/interfaces/macs/{mac}/vpc-ipv6-cidr-blocks',
];

describe.skipIf(isSkipped())('the README of mmds, at its own addresses', () => {
  test('from the start to credentials', async () => {
    const machine = await startMmds();
    expect(machine.bash('curl -s 127.0.0.1:8998/status')).toBe('false');
    expect(machine.bash(`curl -s ${METADATA}/iam/security-credentials/`)).toBe('Worker');
    const before = JSON.parse(machine.bash(`curl -s ${METADATA}/iam/security-credentials/Worker`));
    expect(before.Code).not.toBe('Success');

    machine.write('bootstrap.json', body);
    machine.bash('curl -sS --fail --data @bootstrap.json 127.0.0.1:8998/bootstrap/creds');
    await vi.waitUntil(() => machine.bash('curl -s 127.0.0.1:8998/status') === 'true', SOON);

    const role = JSON.parse(machine.bash(`curl -s ${METADATA}/iam/security-credentials/Worker`));
    registerSecret(role.SecretAccessKey);
    registerSecret(role.Token);
    expect(role).toMatchObject({ Code: 'Success', Type: 'AWS-HMAC' });
    expect(JSON.parse(machine.bash(`curl -s ${METADATA}/iam/info`)).Code).toBe('Success');
  });

  test('bootstrap credentials are write-only', async () => {
    const machine = await startMmds();
    const status = machine.bash('curl -s -o answer -w "%{http_code}" 127.0.0.1:8998/bootstrap/creds');
    expect(status).toBe('405');
    expect(machine.read('answer')).not.toContain('AccessKeyId"');
  });

  test('answers every path that the README lists as missing', async () => {
    const machine = await startMmds();
    machine.write('bootstrap.json', body);
    machine.bash('curl -sS --fail --data @bootstrap.json 127.0.0.1:8998/bootstrap/creds');
    await vi.waitUntil(() => machine.bash('curl -s 127.0.0.1:8998/status') === 'true', SOON);
    const mac = machine.bash(`curl -s ${METADATA}/mac`);
    const statuses = missingFeatures.map((path) => {
      const url = `169.254.169.254${path.replace('{mac}', mac)}`;
      return `${machine.bash(`curl -s -o answer -w '%{http_code}' ${url}`)} ${path}`;
    });
    expect(statuses).toEqual(missingFeatures.map((path) => `200 ${path}`));
  });
});

test('without a Token in the body the key alone assumes the role', async () => {
  const { start, post, status, assumed } = await workerWorld({ name: 'seed-mmds-token' });
  await start();
  const { accessKeyId, secretAccessKey } = bootstrapCredentials;
  await post(JSON.stringify({ AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey }));
  await vi.waitUntil(async () => (await status()) === 'true', SOON);
  expect(assumed()).toEqual([`${accessKeyId} ok`]);
});
