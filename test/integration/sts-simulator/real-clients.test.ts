import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  awsEnvironment,
  createScratchHome,
  endpointVariables,
  runCommand,
  type ScratchHome,
} from '../../support/aws-environment.ts';
import { alice, bob, exampleWorld, roles } from '../../support/sts-simulator/example-world.ts';
import { type StsSimulator, startStsSimulator } from '../../support/sts-simulator/server.ts';
import { tokenCodeAt } from '../../support/sts-simulator/token-codes.ts';

/* Other signers than the JavaScript SDK's. They sign with this machine's clock. */

let simulator: StsSimulator;
let home: ScratchHome;

beforeEach(async () => {
  simulator = await startStsSimulator({ world: exampleWorld() });
  home = await createScratchHome();
});
afterEach(async () => {
  await simulator.close();
  await home.remove();
});

const environment = (keys: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }) =>
  awsEnvironment(home, {
    ...endpointVariables(simulator.url),
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    ...(keys.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: keys.sessionToken }),
  });

const aws = (keys: Parameters<typeof environment>[0], ...args: string[]) =>
  runCommand('aws', [...args, '--output', 'json', '--endpoint-url', simulator.url], environment(keys));

test('the AWS CLI makes an MFA session, assumes a role with it, and reads errors', async () => {
  const devices = await aws(alice, 'iam', 'list-mfa-devices');
  expect(devices.stderr).toBe('');
  const serialNumber: string = JSON.parse(devices.stdout).MFADevices[0].SerialNumber;
  const code = ['--serial-number', serialNumber, '--token-code', simulator.codeFor(serialNumber)];
  const login = await aws(alice, 'sts', 'get-session-token', ...code);
  expect(login.stderr).toBe('');
  const { AccessKeyId, SecretAccessKey, SessionToken } = JSON.parse(login.stdout).Credentials;
  const session = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };

  const role = ['--role-arn', roles.administrator, '--role-session-name', 'laptop'];
  const assumed = await aws(session, 'sts', 'assume-role', ...role);
  expect(JSON.parse(assumed.stdout).AssumedRoleUser.Arn).toBe(
    'arn:aws:sts::111122223333:assumed-role/Administrator/laptop',
  );
  const again = await aws(alice, 'sts', 'get-session-token', ...code);
  expect(again.stderr).toContain(
    'An error occurred (AccessDenied) when calling the GetSessionToken operation: MultiFactorAuthentication failed with invalid MFA one time pass code.',
  );
});

test('the AWS CLI makes an MFA device, enables it and signs in with it', async () => {
  const seedFile = join(home.path, 'seed');
  const bootstrap = ['--bootstrap-method', 'Base32StringSeed', '--outfile', seedFile];
  const name = ['--virtual-mfa-device-name', 'phone'];
  const created = await aws(bob, 'iam', 'create-virtual-mfa-device', ...name, ...bootstrap);
  expect(created.stderr).toBe('');
  const serialNumber: string = JSON.parse(created.stdout).VirtualMFADevice.SerialNumber;

  // The codes come from what the CLI wrote, as an authenticator would make them.
  const seed = await readFile(seedFile, 'utf8');
  const now = simulator.now();
  const [before, present, next] = [-30_000, 0, 30_000].map((offset) => tokenCodeAt(seed, now + offset));
  const device = ['--user-name', 'bob', '--serial-number', serialNumber];
  const codes = ['--authentication-code1', `${before}`, '--authentication-code2', `${present}`];
  const enabled = await aws(bob, 'iam', 'enable-mfa-device', ...device, ...codes);
  expect(enabled).toMatchObject({ stderr: '', exitCode: 0 });
  const code = ['--serial-number', serialNumber, '--token-code', `${next}`];
  expect(await aws(bob, 'sts', 'get-session-token', ...code)).toMatchObject({ stderr: '', exitCode: 0 });

  const deleting = ['iam', 'delete-virtual-mfa-device', '--serial-number', serialNumber];
  expect((await aws(bob, ...deleting)).stderr).toContain('(DeleteConflict)');
  expect(await aws(bob, 'iam', 'deactivate-mfa-device', ...device)).toMatchObject({ exitCode: 0 });
  expect(await aws(bob, ...deleting)).toMatchObject({ stderr: '', exitCode: 0 });
});

test('the AWS CLI replaces an access key', async () => {
  const created = await aws(bob, 'iam', 'create-access-key');
  expect(created.stderr).toBe('');
  const { AccessKeyId, SecretAccessKey } = JSON.parse(created.stdout).AccessKey;
  const key = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey };
  const old = ['--access-key-id', bob.accessKeyId];
  expect(await aws(key, 'iam', 'update-access-key', ...old, '--status', 'Inactive')).toMatchObject({
    stderr: '',
  });
  expect((await aws(bob, 'sts', 'get-caller-identity')).stderr).toContain('(InvalidClientTokenId)');
  expect(await aws(key, 'iam', 'delete-access-key', ...old)).toMatchObject({ stderr: '', exitCode: 0 });
  const { stdout } = await aws(key, 'iam', 'list-access-keys');
  expect(JSON.parse(stdout).AccessKeyMetadata).toMatchObject([{ AccessKeyId, Status: 'Active' }]);
});

test('the AWS CLI makes a federated user', async () => {
  const { stdout, stderr } = await aws(bob, 'sts', 'get-federation-token', '--name', 'console');
  expect(stderr).toBe('');
  expect(JSON.parse(stdout).FederatedUser.Arn).toBe('arn:aws:sts::111122223333:federated-user/console');
});

test('boto3 gets a session, reads an error by its code, and makes a presigned URL that works', async () => {
  const program = `
import json, os, boto3, urllib.request
from botocore.exceptions import ClientError
sts = boto3.client('sts', endpoint_url=os.environ['AWS_ENDPOINT_URL_STS'])
iam = boto3.client('iam', endpoint_url=os.environ['AWS_ENDPOINT_URL_IAM'])
session = sts.get_session_token(DurationSeconds=900)['Credentials']
try:
    iam.list_mfa_devices()
except ClientError as error:
    denied = error.response['Error']['Code']
presigned = boto3.client('sts', endpoint_url=os.environ['AWS_ENDPOINT_URL_STS'],
    aws_access_key_id=session['AccessKeyId'], aws_secret_access_key=session['SecretAccessKey'],
    aws_session_token=session['SessionToken']).generate_presigned_url('get_caller_identity', HttpMethod='GET')
print(json.dumps({
    'caller': sts.get_caller_identity()['Arn'],
    'expiresInWholeSeconds': session['Expiration'].microsecond == 0,
    'denied': denied,
    'presigned': urllib.request.urlopen(presigned).read().decode(),
}))`;
  const { stdout, stderr } = await runCommand('python3', ['-c', program], environment(bob));
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({
    caller: bob.arn,
    expiresInWholeSeconds: true,
    denied: 'AccessDenied',
    presigned: expect.stringContaining(`<Arn>${bob.arn}</Arn>`),
  });
});
