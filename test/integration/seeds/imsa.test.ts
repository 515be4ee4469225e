/** What a user of imsa does and knows, against the built `metafob`. */
import { readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { WorldDescription } from '../../support/sts-simulator/world.ts';
import { type Machine, machineOfTest, withoutSecrets } from './support/machine.ts';
import { hasTerminal } from './support/terminal.ts';

/** As the README of imsa shows it. */
const readme = readFileSync(new URL('fixtures/imsa.yaml', import.meta.url), 'utf8');

const ACCOUNT = '111122223333';
const device = `arn:aws:iam::${ACCOUNT}:mfa/UserName`;
const secondDevice = `arn:aws:iam::${ACCOUNT}:mfa/Phone`;
const keys = { id: 'AKIASIMULATEDIMSA001', secret: 'ImsaSecretForTheSimulatorOnly/01234567+i' };
const otherKeys = { id: 'AKIASIMULATEDIMSA002', secret: 'OtherSecretForTheSimulatorOnly/0123456+i' };
const userArn = `arn:aws:iam::${ACCOUNT}:user/UserName`;

const world: WorldDescription = {
  accounts: [
    {
      id: ACCOUNT,
      users: [
        {
          name: 'UserName',
          accessKeys: [keys, otherKeys],
          mfaDevices: [
            { serialNumber: device, secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' },
            { serialNumber: secondDevice, secret: 'KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU' },
          ],
        },
      ],
      roles: ['RoleNameOne', 'RoleNameTwo'].map((name) => ({ name, trusts: [userArn], requiresMfa: true })),
    },
  ],
};

/** The README with what AWS gave the user in place of the X. */
const filledIn = readme
  .replace('X'.repeat(40), keys.secret)
  .replace('X'.repeat(20), keys.id)
  .replaceAll('X'.repeat(12), ACCOUNT);

const START = 'metafob start --port 0 --log-level debug';
const ROLES = '/latest/meta-data/iam/security-credentials/';
const SOON = { timeout: 20_000, interval: 100 };

const ProfileList = z.object({
  profiles: z.array(
    z.object({
      name: z.string(),
      mfa: z.object({ serialNumber: z.string().optional() }),
      session: z.object({ state: z.string() }),
    }),
  ),
});

const profilesOf = async ({ bash }: Machine) =>
  ProfileList.parse(JSON.parse((await bash('metafob --json profiles')).stdout)).profiles;

const stateOf = async (machine: Machine, name: string) =>
  (await profilesOf(machine)).find((profile) => profile.name === name)?.session.state;

/** Makes a session as `imsa assume` does. */
async function assume(machine: Machine, profile: string, serialNumber = device): Promise<void> {
  const { exitCode, stderr } = await machine.bash(
    `metafob login ${profile} --code ${machine.code(serialNumber)} && metafob use ${profile}`,
  );
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
}

describe('~/.imsa', () => {
  test('as the README shows it is taken as it stands, X and all', async () => {
    const machine = await machineOfTest('seed-imsa-as-it-stands', world);
    await machine.write('.imsa', readme);
    expect(await machine.bash(START)).toMatchObject({ exitCode: 0, stderr: '' });
    const names = (await profilesOf(machine)).map(({ name }) => name);
    expect(names).toEqual(['some_base_profile', 'profile_one', 'profile_two']);
  });

  test('another key, secret or serial number asks for a code again; another role does not', async () => {
    const machine = await machineOfTest('seed-imsa-changes', world);
    await machine.write('.imsa', filledIn);
    await machine.bash(START);
    await assume(machine, 'profile_one');
    const sessionCalls = () => machine.simulator.calls('GetSessionToken').length;
    expect(sessionCalls()).toBe(1);

    await machine.write('.imsa', filledIn.replace('role/RoleNameOne', 'role/RoleNameTwo'));
    await vi.waitUntil(async () => (await stateOf(machine, 'profile_one')) !== 'active', SOON);
    expect((await machine.bash('metafob export profile_one')).exitCode).toBe(0);
    expect(sessionCalls()).toBe(1);

    await machine.write('.imsa', filledIn.replace(device, secondDevice));
    await vi.waitUntil(async () => (await profilesOf(machine))[0]?.mfa.serialNumber === secondDevice, SOON);
    expect((await machine.bash('metafob login profile_one')).exitCode).toBe(5);
    await assume(machine, 'profile_one', secondDevice);
    expect(sessionCalls()).toBe(2);

    await machine.write(
      '.imsa',
      filledIn
        .replace(device, secondDevice)
        .replace(keys.id, otherKeys.id)
        .replace(keys.secret, otherKeys.secret),
    );
    await vi.waitUntil(async () => (await stateOf(machine, 'profile_one')) === 'none', SOON);
    expect((await machine.bash('metafob login profile_one')).exitCode).toBe(5);
  });

  test('extends reaches over several profiles, the child winning', async () => {
    const machine = await machineOfTest('seed-imsa-extends', world);
    const grandchild = 'grandchild:\n    extends: profile_two\n    role_session_name: Grandchild\n';
    await machine.write('.imsa', `${filledIn}\n${grandchild}`);
    await machine.bash(START);
    await assume(machine, 'grandchild');
    const { url } = await machine.service();
    expect(await (await fetch(url + ROLES)).text()).toBe('RoleNameTwo');
    const { stdout } = await machine.bash(
      'eval "$(metafob export grandchild)"; aws --endpoint-url $AWS_ENDPOINT_URL_STS sts get-caller-identity --output text --query Arn',
    );
    expect(stdout.trim()).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/RoleNameTwo/Grandchild`);
  });
});

describe('the commands', () => {
  test.each(['start', 'stop', 'assume', 'export'])(
    '%s is there under the same name, and is explained',
    async (name) => {
      const machine = await machineOfTest('seed-imsa-help', world);
      expect((await machine.bash('metafob --help')).stdout).toMatch(new RegExp(`^ +${name} `, 'm'));
      const { exitCode, stdout } = await machine.bash(`metafob ${name} --help`);
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(/^Examples?:$/m);
    },
  );

  test('export leaves the profile in use, and needs no second code', async () => {
    const machine = await machineOfTest('seed-imsa-export', world);
    await machine.write('.imsa', filledIn);
    await machine.bash(START);
    await assume(machine, 'profile_two');
    const { stdout, exitCode } = await machine.bash(
      'eval $(metafob export profile_one) && env | grep -E "^(AWS_(ACC|SEC|SES)|IMSA_)" | sort',
    );
    withoutSecrets(stdout);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^AWS_ACCESS_KEY_ID=ASIA\w+\nAWS_SECRET_ACCESS_KEY=\S+\nAWS_SESSION_TOKEN=\S+\nIMSA_PROFILE=profile_one\nIMSA_PROFILE_EXPIRATION=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\n$/,
    );
    const { url } = await machine.service();
    expect(await (await fetch(url + ROLES)).text()).toBe('RoleNameTwo');
    expect(machine.simulator.calls('GetSessionToken')).toHaveLength(1);
  });

  test('the unit file for start-up is shown before it is written', async () => {
    const machine = await machineOfTest('seed-imsa-unit', world);
    const { exitCode, stdout } = await machine.bash('metafob unit install --dry-run --config ~/.imsa');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('[Service]');
    expect(stdout).toContain(`${machine.home}/.imsa`);
  });
});

test.runIf(hasTerminal)('the walk-through of the README, line by line in one shell', async () => {
  const machine = await machineOfTest('seed-imsa-walk-through', world);
  await machine.write('.imsa', filledIn);
  const who = 'aws --endpoint-url $AWS_ENDPOINT_URL_STS sts get-caller-identity --output text --query Arn';
  const { type, shows, ended } = machine.terminal('bash --norc --noprofile --noediting -i');
  const question = 'Code (an empty line cancels): ';

  type(START);
  await shows('Metafob runs (process ');
  const { url } = await machine.service();
  type(`export AWS_EC2_METADATA_SERVICE_ENDPOINT=${url}/`);

  type('metafob assume profile_one');
  await shows(question);
  type(machine.code(device));
  await shows('Profile profile_one is in use now');
  type(who);
  await shows('assumed-role/RoleNameOne/SomeSessionName');

  type('metafob assume profile_two; echo "assume: $?"');
  expect(await shows('assume: 0')).not.toContain(question);
  type(who);
  await shows('assumed-role/RoleNameTwo/SomeOtherSessionName');

  type('eval $(metafob export profile_one)');
  type('echo "in $IMSA_PROFILE until $IMSA_PROFILE_EXPIRATION"');
  await shows(/in profile_one until \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/);
  type(who);
  await shows('assumed-role/RoleNameOne/SomeSessionName');
  // Everywhere else it is still the other one.
  expect(await (await fetch(url + ROLES)).text()).toBe('RoleNameTwo');

  type('metafob stop');
  await shows('Metafob is stopped.');
  await expect(fetch(url + ROLES)).rejects.toThrow();
  type(who);
  await shows('assumed-role/RoleNameOne/SomeSessionName');
  type(`env -u AWS_ACCESS_KEY_ID -u AWS_SECRET_ACCESS_KEY -u AWS_SESSION_TOKEN ${who}; echo "ended: $?"`);
  expect(await shows(/ended: \d+/)).not.toContain('ended: 0');
  type('exit');
  await ended;
  expect(machine.simulator.calls('GetSessionToken')).toHaveLength(1);
});
