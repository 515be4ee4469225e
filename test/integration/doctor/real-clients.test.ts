/**
 * What `metafob doctor` claims, proven by the real AWS CLI, boto3 and the JavaScript SDK: in these surroundings
 * a client does not get Metafob's credentials, and after the printed line was run in a shell it does. Metafob
 * would make the clients bob; other sources make them alice, or nobody.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { DoctorReport, type Finding } from '../../../src/shared/doctor.ts';
import { type AwsClient, findAwsClients } from '../../clients/support/aws-clients.ts';
import { allAre, callersOf, outcomesOf } from '../../clients/support/callers.ts';
import {
  type ClientEnvironmentOptions,
  clientEnvironment,
} from '../../clients/support/client-environment.ts';
import { clientWorld } from '../../clients/support/client-world.ts';
import { runCommand } from '../../support/aws-environment.ts';
import { alice, bob } from '../../support/sts-simulator/example-world.ts';
import { metafob } from '../faces/support/metafob-command.ts';
import { type ServiceWorld, withActive } from '../service/support/service-world.ts';

type Environment = Readonly<Record<string, string>>;

const clients = findAwsClients();
const keys = `aws_access_key_id = ${alice.accessKeyId}\naws_secret_access_key = ${alice.secretAccessKey}\n`;
const processOutput = JSON.stringify({
  Version: 1,
  AccessKeyId: alice.accessKeyId,
  SecretAccessKey: alice.secretAccessKey,
});
// Port 9 is the discard service's, and nothing listens there.
const nobody = 'http://127.0.0.1:9';

interface Situation extends ClientEnvironmentOptions {
  readonly id: Finding['id'];
  /** Variables that are not set there. */
  readonly without?: readonly string[];
  /** Those that it concerns; all when absent. */
  readonly concerns?: (client: AwsClient) => boolean;
}

const isPython = ({ kind }: AwsClient): boolean => kind !== 'AWS SDK for JavaScript';

const situations: Readonly<Record<string, Situation>> = {
  'keys in the environment': {
    id: 'keys-in-environment',
    variables: { AWS_ACCESS_KEY_ID: alice.accessKeyId, AWS_SECRET_ACCESS_KEY: alice.secretAccessKey },
  },
  'keys of an expired session in the environment': {
    id: 'keys-in-environment',
    variables: {
      AWS_ACCESS_KEY_ID: 'ASIAQQQQQQQQQQQQQQQQ',
      AWS_SECRET_ACCESS_KEY: alice.secretAccessKey,
      AWS_SESSION_TOKEN: 'a-token-of-yesterday',
      METAFOB_PROFILE: 'bob',
      METAFOB_PROFILE_EXPIRATION: '2020-01-01T00:00:00Z',
    },
  },
  'an AWS profile that does not exist': {
    id: 'profile-missing',
    variables: { AWS_PROFILE: 'nobody-of-this-name' },
    // The JavaScript SDK goes on without it.
    concerns: isPython,
  },
  'keys in ~/.aws/credentials': { id: 'profile-has-own-source', credentials: `[default]\n${keys}` },
  'keys in ~/.aws/config': { id: 'profile-has-own-source', config: `[default]\n${keys}` },
  'keys of a named profile': {
    id: 'profile-has-own-source',
    credentials: `[bob]\n${keys}`,
    variables: { AWS_PROFILE: 'bob' },
  },
  'a credential_process': {
    id: 'profile-has-own-source',
    config: `[default]\ncredential_process = echo '${processOutput}'\n`,
  },
  'a sign-in with IAM Identity Center': {
    id: 'profile-has-own-source',
    config: `[default]
sso_session = work
sso_account_id = 111122223333
sso_role_name = Reader
[sso-session work]
sso_region = eu-west-1
sso_start_url = ${nobody}/start
`,
  },
  'a role from a profile with keys': {
    id: 'profile-has-own-source',
    config: `[default]
role_arn = arn:aws:iam::111122223333:role/Absent
source_profile = base
[profile base]
${keys}`,
  },
  'container credentials where nobody answers': {
    id: 'container-credentials',
    variables: { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${nobody}/credentials/bob` },
  },
  'metadata switched off': { id: 'metadata-disabled', variables: { AWS_EC2_METADATA_DISABLED: 'true' } },
  'no endpoint': { id: 'endpoint-not-set', endpoint: null },
  'an endpoint where nobody answers': { id: 'endpoint-leads-elsewhere', endpoint: `${nobody}/` },
  'such an endpoint in ~/.aws/config': {
    id: 'endpoint-leads-elsewhere',
    endpoint: null,
    config: `[default]\nec2_metadata_service_endpoint = ${nobody}/\n`,
  },
  'the IPv6 address of EC2': {
    id: 'endpoint-leads-elsewhere',
    endpoint: null,
    variables: { AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: 'IPv6' },
  },
  'a proxy': { id: 'proxy', variables: { HTTP_PROXY: nobody }, concerns: isPython },
  'a proxy in small letters, with other exceptions': {
    id: 'proxy',
    variables: { http_proxy: nobody, no_proxy: 'example.com', NO_PROXY: '127.0.0.1' },
    concerns: isPython,
  },
  'a time limit of nothing': {
    id: 'metadata-timeout',
    variables: { AWS_METADATA_SERVICE_TIMEOUT: '0' },
    concerns: isPython,
  },
};

async function surroundings(
  world: ServiceWorld,
  { without = [], ...options }: Situation,
): Promise<Environment> {
  const environment = await clientEnvironment(world, options);
  return Object.fromEntries(
    Object.entries({
      ...environment,
      XDG_RUNTIME_DIR: world.service.environment.XDG_RUNTIME_DIR ?? '',
    }).filter(([name]) => !without.includes(name)),
  );
}

async function askDoctor(environment: Environment) {
  const { exitCode, stdout, stderr } = await metafob(['doctor', '--json'], environment);
  if (stderr !== '') throw new Error(stderr);
  return { exitCode, report: DoctorReport.parse(JSON.parse(stdout)) };
}

function lineOf(report: DoctorReport, id: string, severity: Finding['severity']): string {
  const finding = report.findings.find((candidate) => candidate.id === id);
  expect(finding, JSON.stringify(report)).toMatchObject({ severity, fix: { line: expect.any(String) } });
  return finding?.fix !== undefined && 'line' in finding.fix ? finding.fix.line : '';
}

/** The environment after a person typed the line. */
async function typeInShell(line: string, environment: Environment): Promise<Environment> {
  const script = `set -e\n{\n${line}\n} > /dev/null\nenv -0`;
  const { stdout } = await promisify(execFile)('bash', ['-c', script], { env: { ...environment } });
  return Object.fromEntries(
    stdout
      .split('\0')
      .filter((entry) => entry.includes('='))
      .map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
  );
}

describe.each(Object.entries(situations))('%s', (_name, situation) => {
  test('keeps clients from Metafob until the printed line was typed', async () => {
    const world = await clientWorld({ name: 'doctor', configuration: withActive('bob') });
    const before = await surroundings(world, situation);
    const concerned = clients.filter(situation.concerns ?? (() => true));

    const outcomes = await outcomesOf(concerned, before);
    for (const { name } of concerned) expect(outcomes[name]?.stdout, name).not.toContain(bob.arn);

    const { exitCode, report } = await askDoctor(before);
    const line = lineOf(report, situation.id, 'problem');
    expect(exitCode).toBe(8);
    expect(JSON.stringify(report)).not.toContain(alice.secretAccessKey);
    expect(JSON.stringify(report)).not.toContain(alice.accessKeyId);

    const after = await typeInShell(line, before);
    expect(await callersOf(clients, after)).toEqual(allAre(clients, bob.arn));
    const mended = await askDoctor(after);
    expect(mended.report.findings.filter(({ severity }) => severity === 'problem')).toEqual([]);
    expect(mended.exitCode).toBe(0);
  });
});

test('clients that are not told a region stop, until the printed line was typed', async () => {
  const world = await clientWorld({ name: 'doctor-region', configuration: withActive('bob') });
  const before = await surroundings(world, {
    id: 'region-missing',
    without: ['AWS_REGION', 'AWS_DEFAULT_REGION'],
  });
  // STS alone is known without a region, so another service is asked.
  const regionOf = (environment: Environment) =>
    runCommand('python3', ['-c', 'import boto3; print(boto3.client("ec2").meta.region_name)'], environment);
  expect((await regionOf(before)).stderr).toContain('NoRegionError');

  const { report } = await askDoctor(before);
  const after = await typeInShell(lineOf(report, 'region-missing', 'problem'), before);
  expect(await regionOf(after)).toMatchObject({ exitCode: 0, stdout: 'us-east-1\n' });
  expect((await askDoctor(after)).exitCode).toBe(0);
});

test('AWS CLI 2.9 needs the slash at the end, which the printed line adds', async () => {
  const world = await clientWorld({ name: 'doctor-slash', configuration: withActive('bob') });
  const before = await surroundings(world, { id: 'endpoint-without-slash', endpoint: world.service.url });
  const concerned = clients.filter(({ name }) => name.startsWith('AWS CLI 2.9.'));
  for (const outcome of Object.values(await outcomesOf(concerned, before))) {
    expect(outcome.stderr).toContain('Invalid endpoint');
  }
  const { report, exitCode } = await askDoctor(before);
  expect(exitCode).toBe(0);
  const after = await typeInShell(lineOf(report, 'endpoint-without-slash', 'warning'), before);
  expect(await callersOf(clients, after)).toEqual(allAre(clients, bob.arn));
});

test('everything at once is mended by all the lines, one after the other', async () => {
  const world = await clientWorld({ name: 'doctor-everything', configuration: withActive('bob') });
  let environment = await surroundings(world, {
    id: 'all',
    endpoint: null,
    credentials: `[default]\n${keys}`,
    variables: {
      AWS_ACCESS_KEY_ID: alice.accessKeyId,
      AWS_SECRET_ACCESS_KEY: alice.secretAccessKey,
      AWS_PROFILE: 'nobody-of-this-name',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${nobody}/credentials/bob`,
    },
  });
  // Each round mends what is there; what was hidden behind it comes next.
  for (let round = 1; round <= 3; round += 1) {
    const { report } = await askDoctor(environment);
    for (const { severity, fix } of report.findings) {
      if (severity === 'problem' && fix !== undefined && 'line' in fix) {
        environment = await typeInShell(fix.line, environment);
      }
    }
  }
  expect(await callersOf(clients, environment)).toEqual(allAre(clients, bob.arn));
  expect((await askDoctor(environment)).exitCode).toBe(0);
});
