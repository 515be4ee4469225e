import { describe, expect, test } from 'vitest';
import { LOCAL_CREDENTIALS, withActive } from '../integration/service/support/service-world.ts';
import { registerSecret } from '../support/log-recorder.ts';
import { bob, roles } from '../support/sts-simulator/example-world.ts';
import { findAwsClients } from './support/aws-clients.ts';
import { allAre, callersOf } from './support/callers.ts';
import { clientEnvironment } from './support/client-environment.ts';
import { clientWorld } from './support/client-world.ts';
import { curl } from './support/curl.ts';

const clients = findAwsClients();

describe('with --imdsv2 required', () => {
  test('every client gets credentials', async () => {
    const world = await clientWorld({
      name: 'clients-imdsv2',
      configuration: withActive('bob'),
      arguments: ['--imdsv2', 'required'],
    });
    expect(await callersOf(clients, await clientEnvironment(world))).toEqual(allAre(clients, bob.arn));
  });

  test('curl without a token gets 401, and with one the credentials', async () => {
    const world = await clientWorld({
      name: 'curl-imdsv2',
      configuration: withActive('bob'),
      arguments: ['--imdsv2', 'required'],
    });
    const { url } = world.service;
    expect((await curl(`${url}${LOCAL_CREDENTIALS}`)).stdout).toMatch(/401 - Unauthorized[\s\S]*\n401$/);

    const lifetime = 'X-aws-ec2-metadata-token-ttl-seconds: 60';
    const put = await curl(`${url}/latest/api/token`, '--request', 'PUT', '--header', lifetime);
    const [token = '', status] = put.stdout.split('\n');
    registerSecret(token);
    expect(status).toBe('200');
    const read = await curl(`${url}${LOCAL_CREDENTIALS}`, '--header', `X-aws-ec2-metadata-token: ${token}`);
    expect(read.stdout).toMatch(/"Code" : "Success"[\s\S]*\n200$/);
  });
});

test('every client reaches the service over IPv6', async () => {
  const world = await clientWorld({ name: 'clients-ipv6', configuration: withActive('bob') });
  const endpoint = `${world.service.url.replace('127.0.0.1', '[::1]')}/`;
  const environment = await clientEnvironment(world, { endpoint });
  expect(await callersOf(clients, environment)).toEqual(allAre(clients, bob.arn));
});

test('the variable counts more than the endpoint in ~/.aws/config', async () => {
  const world = await clientWorld({ name: 'clients-variable-first', configuration: withActive('bob') });
  const config = '[default]\nec2_metadata_service_endpoint = http://127.0.0.1:9/\n';
  const environment = await clientEnvironment(world, { config });
  expect(await callersOf(clients, environment)).toEqual(allAre(clients, bob.arn));
});

describe('with ~/.aws/config', () => {
  test('a profile names the service as its ec2_metadata_service_endpoint', async () => {
    const world = await clientWorld({ name: 'clients-profile-endpoint', configuration: withActive('bob') });
    const environment = await clientEnvironment(world, {
      endpoint: null,
      config: `[profile work]\nec2_metadata_service_endpoint = ${world.service.url}/\n`,
      variables: { AWS_PROFILE: 'work' },
    });
    expect(await callersOf(clients, environment)).toEqual(allAre(clients, bob.arn));
  });

  // Older ones would ask the real AWS for the role.
  const newer = clients.filter(({ knowsEndpointVariables }) => knowsEndpointVariables);

  test('a profile assumes its role from the session with credential_source', async () => {
    const world = await clientWorld({ name: 'clients-credential-source' });
    await world.manage('POST', '/session', { token: world.code() });
    const environment = await clientEnvironment(world, {
      config: `[profile deploy]
role_arn = ${roles.production}
role_session_name = from-the-session
credential_source = Ec2InstanceMetadata
`,
      variables: { AWS_PROFILE: 'deploy' },
    });
    const arn = 'arn:aws:sts::444455556666:assumed-role/Production/from-the-session';
    expect(await callersOf(newer, environment)).toEqual(allAre(newer, arn));
    const sources = world.simulator.calls('AssumeRole').map(({ accessKeyId }) => accessKeyId);
    expect(sources).toHaveLength(newer.length);
    expect(new Set(sources).size).toBe(1);
  });
});
