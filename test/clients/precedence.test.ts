import { describe, expect, test } from 'vitest';
import { LOCAL_CREDENTIALS, withActive } from '../integration/service/support/service-world.ts';
import { alice, bob } from '../support/sts-simulator/example-world.ts';
import { findAwsClients } from './support/aws-clients.ts';
import { allAre, callersOf, outcomesOf } from './support/callers.ts';
import { clientEnvironment } from './support/client-environment.ts';
import { clientWorld } from './support/client-world.ts';

/*
 * What docs/clients.md says about other sources of credentials. The service would make them bob; the other
 * source makes them alice.
 */
const clients = findAwsClients();
const bobIsActive = withActive('bob');

const keys = `aws_access_key_id = ${alice.accessKeyId}\naws_secret_access_key = ${alice.secretAccessKey}\n`;
const processOutput = JSON.stringify({
  Version: 1,
  AccessKeyId: alice.accessKeyId,
  SecretAccessKey: alice.secretAccessKey,
});

describe('every client takes before the service', () => {
  test.each([
    {
      source: 'keys in the environment',
      variables: {
        AWS_ACCESS_KEY_ID: alice.accessKeyId,
        AWS_SECRET_ACCESS_KEY: alice.secretAccessKey,
      },
    },
    { source: 'keys in ~/.aws/credentials', credentials: `[default]\n${keys}` },
    { source: 'keys in ~/.aws/config', config: `[default]\n${keys}` },
    { source: 'a credential_process', config: `[default]\ncredential_process = echo '${processOutput}'\n` },
  ])('$source', async ({ variables = {}, config = '', credentials = '' }) => {
    const world = await clientWorld({ name: 'clients-precedence', configuration: bobIsActive });
    const environment = await clientEnvironment(world, { variables, config, credentials });
    expect(await callersOf(clients, environment)).toEqual(allAre(clients, alice.arn));
  });

  test('container credentials', async () => {
    const world = await clientWorld({ name: 'clients-precedence-container' });
    const document = LOCAL_CREDENTIALS.replace('local-credentials', 'bob');
    const environment = await clientEnvironment(world, {
      variables: { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${world.service.url}${document}` },
    });
    expect(await callersOf(clients, environment)).toEqual(allAre(clients, bob.arn));
  });
});

// Port 9 is the discard service's, and nothing listens there.
const deadProxy = 'http://127.0.0.1:9';

test('a proxy is not asked for the service once NO_PROXY names its address', async () => {
  const world = await clientWorld({ name: 'clients-proxy', configuration: bobIsActive });
  const environment = await clientEnvironment(world, { variables: { HTTP_PROXY: deadProxy } });
  const excepted = { ...environment, NO_PROXY: '127.0.0.1' };
  expect(await callersOf(clients, excepted)).toEqual(allAre(clients, bob.arn));

  const outcomes = await outcomesOf(clients, environment);
  for (const { kind, name } of clients) {
    if (kind === 'AWS SDK for JavaScript') expect(outcomes[name]).toMatchObject({ exitCode: 0 });
    else expect(outcomes[name]?.stderr, name).toContain(`Failed to connect to proxy URL: "${deadProxy}"`);
  }
});

test('no client asks a service that AWS_EC2_METADATA_DISABLED switches off', async () => {
  const world = await clientWorld({ name: 'clients-disabled', configuration: bobIsActive });
  const variables = { AWS_EC2_METADATA_DISABLED: 'true' };
  const outcomes = await outcomesOf(clients, await clientEnvironment(world, { variables }));
  expect(Object.values(outcomes).filter(({ exitCode }) => exitCode === 0)).toEqual([]);
  expect(world.simulator.calls()).toEqual([]);
});
