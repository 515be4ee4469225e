import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createScratchHome, type ScratchHome } from '../../support/aws-environment.ts';
import { startServiceUnderTest } from '../../support/running-service.ts';
import { alice, bob, exampleWorld, roles } from '../../support/sts-simulator/example-world.ts';
import { type StsSimulator, startStsSimulator } from '../../support/sts-simulator/server.ts';

const path = '/latest/meta-data/iam/security-credentials/local-credentials';
const configuration = '[aws]\nmfa_enabled=no\n';

describe('base keys that are not in the configuration', () => {
  let simulator: StsSimulator;
  let home: ScratchHome;

  beforeAll(async () => {
    simulator = await startStsSimulator({ world: exampleWorld() });
    home = await createScratchHome();
    await mkdir(join(home.path, '.aws'));
  });
  afterAll(async () => {
    await simulator.close();
    await home.remove();
  });

  async function answerWith(environment: Record<string, string>): Promise<Record<string, string>> {
    const service = await startServiceUnderTest({
      name: 'base-keys',
      configuration,
      simulatorUrl: simulator.url,
      environment,
    });
    try {
      const answer: Record<string, string> = await (await fetch(service.url + path)).json();
      return answer;
    } finally {
      await service.stop();
    }
  }

  test('are taken from the environment', async () => {
    const answer = await answerWith({
      AWS_ACCESS_KEY_ID: bob.accessKeyId,
      AWS_SECRET_ACCESS_KEY: bob.secretAccessKey,
    });
    expect(answer.Code).toBe('Success');
    expect(simulator.calls('GetSessionToken').at(-1)?.accessKeyId).toBe(bob.accessKeyId);
  });

  test('are taken from ~/.aws/credentials', async () => {
    const credentials = `[default]\naws_access_key_id=${alice.accessKeyId}\naws_secret_access_key=${alice.secretAccessKey}\n`;
    await writeFile(join(home.path, '.aws', 'credentials'), credentials);
    const answer = await answerWith({
      AWS_SHARED_CREDENTIALS_FILE: join(home.path, '.aws', 'credentials'),
    });
    expect(answer.Code).toBe('Success');
    expect(simulator.calls('GetSessionToken').at(-1)?.accessKeyId).toBe(alice.accessKeyId);
  });

  test('that are nowhere are a failure that says where they were looked for', async () => {
    const answer = await answerWith({});
    expect(answer.Code).not.toBe('Success');
    expect(answer.Message).toContain('~/.aws/credentials');
  });

  test('are never asked from instance metadata, which would be this service itself', async () => {
    const file = join(home.path, '.aws', 'config');
    await writeFile(
      file,
      `[default]\nrole_arn=${roles.readOnly}\ncredential_source=Ec2InstanceMetadata\nregion=us-east-1\n`,
    );
    const answer = await answerWith({ AWS_CONFIG_FILE: file });
    expect(answer.Code).not.toBe('Success');
    expect(answer.Message).toBeTruthy();
  });

  test('the address of EC2 in the file does not keep the service from loopback where it is missing', async () => {
    const service = await startServiceUnderTest({
      name: 'missing-address',
      configuration: `${configuration}[metadata]\nhost=169.254.169.254\n`,
      simulatorUrl: simulator.url,
    });
    expect(service.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await service.stop();
  });
});
