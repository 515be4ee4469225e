/** What a user of AWS-recipes does and knows, with the built `metafob` and without a running service. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { WorldDescription } from '../../support/sts-simulator/world.ts';
import { type Machine, machineOfTest, withoutSecrets } from './support/machine.ts';
import { hasTerminal } from './support/terminal.ts';

const ACCOUNT = '111122223333';
const key = { id: 'AKIASIMULATEDRECIPE1', secret: 'RecipesSecretForTheSimulatorOnly/01234+r' };
const device = `arn:aws:iam::${ACCOUNT}:mfa/USER_NAME`;

const world: WorldDescription = {
  accounts: [
    {
      id: ACCOUNT,
      users: [
        {
          name: 'USER_NAME',
          accessKeys: [key],
          mfaDevices: [{ serialNumber: device, secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' }],
        },
      ],
    },
  ],
};

/** ~/.aws/credentials.no-mfa as the README shows it, with what stands for keys and account replaced. */
const withoutMfa = `[isecpartners]

aws_access_key_id = AWS_KEY_ID
aws_secret_access_key = AWS_SECRET_KEY
aws_mfa_serial = arn:aws:iam::AWS_ACCOUNT_ID:mfa/USER_NAME
`
  .replace('AWS_KEY_ID', key.id)
  .replace('AWS_SECRET_KEY', key.secret)
  .replace('AWS_ACCOUNT_ID', ACCOUNT);

const WITHOUT_MFA = '.aws/credentials.no-mfa';
const CREDENTIALS = '.aws/credentials';
const modeOf = async ({ home }: Machine, file: string) =>
  ((await stat(join(home, file))).mode & 0o777).toString(8);

describe.runIf(hasTerminal)('aws_recipes_configure_iam.py', () => {
  test('its dialogue writes credentials.no-mfa where that file is in use, for the user alone', async () => {
    const machine = await machineOfTest('seed-recipes-configure', world);
    await machine.write(WITHOUT_MFA, '');
    const { type, shows, ended } = machine.terminal('metafob configure isecpartners');
    await shows('Access key id');
    type(key.id);
    await shows('Secret access key');
    type(key.secret);
    const rest = await shows(device);
    expect(rest).not.toContain(key.secret);
    expect(await ended).toBe(0);
    expect(await machine.read(WITHOUT_MFA)).toBe(withoutMfa.replace('\n\n', '\n'));
    expect(await modeOf(machine, WITHOUT_MFA)).toBe('600');
  });

  test('the serial number can be given, as its third question did', async () => {
    const machine = await machineOfTest('seed-recipes-serial', world);
    await machine.write(WITHOUT_MFA, '');
    const { type, shows, ended } = machine.terminal(
      `metafob configure isecpartners --mfa-serial ${device} --no-verify`,
    );
    await shows('Access key id');
    type(key.id);
    await shows('Secret access key');
    type(key.secret);
    expect(await ended).toBe(0);
    expect(await machine.read(WITHOUT_MFA)).toContain(`aws_mfa_serial = ${device}`);
    expect(machine.simulator.calls()).toEqual([]);
  });

  test('without that file no secret key is written in plain text', async () => {
    const machine = await machineOfTest('seed-recipes-keychain', world);
    const { type, shows, ended } = machine.terminal('metafob configure isecpartners');
    await shows('Access key id');
    type(key.id);
    await shows('Secret access key');
    type(key.secret);
    expect(await ended).toBe(0);
    expect(await machine.read('.config/metafob/config')).toContain('secret_key_in = keychain');
    expect((await machine.bash(`grep -rl -- '${key.secret}' . || true`)).stdout).toBe('');
  });
});

describe('aws_recipes_init_sts_session.py', () => {
  /** `metafob login --write` in a terminal, with the code of the device. */
  async function initSession(machine: Machine): Promise<string> {
    const { type, shows, ended } = machine.terminal('metafob login isecpartners --write');
    await shows('Code (an empty line cancels): ');
    type(machine.code(device));
    const screen = await shows('The session is in [isecpartners] of ');
    expect(await ended).toBe(0);
    withoutSecrets(await machine.read(CREDENTIALS));
    return screen;
  }

  test.runIf(hasTerminal)(
    'reads credentials.no-mfa as it is and writes credentials as its README shows',
    async () => {
      const machine = await machineOfTest('seed-recipes-session', world);
      await machine.write(WITHOUT_MFA, withoutMfa);
      await initSession(machine);
      expect(await machine.read(CREDENTIALS)).toMatch(
        new RegExp(
          `^\\[isecpartners\\]\naws_access_key_id = ASIA\\w+\naws_secret_access_key = \\S+\naws_mfa_serial = ${device}\naws_session_token = \\S+\n`,
        ),
      );
      expect(await machine.read(WITHOUT_MFA)).toBe(withoutMfa);
      expect(await modeOf(machine, CREDENTIALS)).toBe('600');
    },
  );

  test.runIf(hasTerminal)('the AWS CLI reads the session from the standard place', async () => {
    const machine = await machineOfTest('seed-recipes-aws', world);
    await machine.write(WITHOUT_MFA, withoutMfa);
    await machine.write(CREDENTIALS, '# mine\n[other]\nregion = eu-west-1\n');
    await initSession(machine);
    const { stdout } = await machine.bash(
      'aws --profile isecpartners --endpoint-url $AWS_ENDPOINT_URL_STS sts get-caller-identity --output text --query Arn',
    );
    expect(stdout.trim()).toBe(`arn:aws:iam::${ACCOUNT}:user/USER_NAME`);
    expect(await machine.read(CREDENTIALS)).toMatch(/^# mine\n\[other\]\nregion = eu-west-1\n/);
  });

  test('nothing is written without a code', async () => {
    const machine = await machineOfTest('seed-recipes-no-code', world);
    await machine.write(WITHOUT_MFA, withoutMfa);
    expect((await machine.bash('metafob login isecpartners --write < /dev/null')).exitCode).toBe(5);
    await expect(machine.read(CREDENTIALS)).rejects.toThrow('ENOENT');
  });
});

test('a running service serves the profile of credentials.no-mfa, so that no file is needed any more', async () => {
  const machine = await machineOfTest('seed-recipes-service', world);
  await machine.write(WITHOUT_MFA, withoutMfa);
  await machine.bash('metafob start --port 0 --log-level debug');
  const login = await machine.bash(`metafob login isecpartners --code ${machine.code(device)}`);
  expect(login.exitCode).toBe(0);
  const { url } = await machine.service();
  const { stdout } = await machine.bash(
    `AWS_EC2_METADATA_SERVICE_ENDPOINT=${url}/ aws --endpoint-url $AWS_ENDPOINT_URL_STS sts get-caller-identity --output text --query Arn`,
  );
  expect(stdout.trim()).toBe(`arn:aws:iam::${ACCOUNT}:user/USER_NAME`);
});
