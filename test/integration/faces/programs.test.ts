/** Commands that bring credentials to other programs, against a running service. */
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { registerSecret } from '../../support/log-recorder.ts';
import { roles } from '../../support/sts-simulator/example-world.ts';
import { type ServiceWorld, withStoredSecret, worldOfTest } from '../service/support/service-world.ts';
import { accessOf, ContainerDocument, metafob, startMetafob } from './support/metafob-command.ts';

const printEnvironment = 'console.log(JSON.stringify(process.env))';
const Environment = z.record(z.string(), z.string());

/** The environment of a program that `metafob exec` runs. */
async function environmentIn(
  { service }: ServiceWorld,
  words: readonly string[],
  variables: Readonly<Record<string, string>> = {},
) {
  const outcome = await metafob(['exec', ...words, '--', process.execPath, '-e', printEnvironment], {
    ...service.environment,
    ...variables,
  });
  expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
  return Environment.parse(JSON.parse(outcome.stdout));
}

const ProcessDocument = z.strictObject({
  Version: z.literal(1),
  AccessKeyId: z.string().startsWith('ASIA'),
  SecretAccessKey: z.string(),
  SessionToken: z.string(),
  Expiration: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
  AccountId: z.string().optional(),
});

function readProcessDocument(text: string) {
  const document = ProcessDocument.parse(JSON.parse(text));
  registerSecret(document.SecretAccessKey);
  registerSecret(document.SessionToken);
  return document;
}

test('credential-process prints exactly the document, and uses the session there is', async () => {
  const world = await worldOfTest({ name: 'process', configuration: withStoredSecret() });
  const first = await metafob(['credential-process', 'admin'], world.service.environment);
  expect(first).toMatchObject({ exitCode: 0, stderr: '' });
  const document = readProcessDocument(first.stdout);
  expect(document.AccountId).toBe('111122223333');
  const second = await metafob(['credential-process', 'admin'], world.service.environment);
  expect(readProcessDocument(second.stdout)).toEqual(document);
  expect(world.simulator.calls('AssumeRole')).toHaveLength(1);
});

test('credential-process waits until the code was given elsewhere', async () => {
  const world = await worldOfTest({ name: 'process-waits' });
  const command = startMetafob(['credential-process', 'admin'], world.service.environment);
  const { id } = await world.prompt();
  await world.manage('POST', `/prompts/${id}`, { code: world.code() });
  const outcome = await command.finished;
  expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
  readProcessDocument(outcome.stdout);
});

test('credential-process prints no document when the question is cancelled', async () => {
  const world = await worldOfTest({ name: 'process-cancelled' });
  const command = startMetafob(['credential-process', 'admin'], world.service.environment);
  const { id } = await world.prompt();
  await world.manage('DELETE', `/prompts/${id}`);
  expect(await command.finished).toMatchObject({
    exitCode: 5,
    stdout: '',
    stderr: expect.stringMatching(/cancelled/),
  });
});

test('credential-process refuses to be asked by Metafob itself', async () => {
  const world = await worldOfTest({ name: 'process-loop' });
  const outcome = await metafob(['credential-process', 'admin'], {
    ...world.service.environment,
    METAFOB_SERVICE: '1',
  });
  expect(outcome).toMatchObject({
    exitCode: 7,
    stdout: '',
    stderr: expect.stringContaining('Metafob itself'),
  });
  expect((await world.state()).prompts).toEqual([]);
});

test('credential-process names the profiles there are when asked for another', async () => {
  const world = await worldOfTest({ name: 'process-unknown' });
  const outcome = await metafob(['credential-process', 'nobody'], world.service.environment);
  expect(outcome).toMatchObject({
    exitCode: 4,
    stdout: '',
    stderr: expect.stringMatching(/no profile “nobody”.*admin, deploy, bob/),
  });
});

test('exec gives the program a container endpoint, and takes away what would come before it', async () => {
  const world = await worldOfTest({ name: 'exec', configuration: withStoredSecret() });
  const environment = await environmentIn(world, ['deploy'], {
    AWS_PROFILE: 'other',
    AWS_ACCESS_KEY_ID: 'AKIAOTHER',
    AWS_SECRET_ACCESS_KEY: 'other',
    AWS_SESSION_TOKEN: 'other',
    AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/other',
    AWS_CONTAINER_AUTHORIZATION_TOKEN: 'other',
    AWS_WEB_IDENTITY_TOKEN_FILE: '/other',
    AWS_REGION: 'xx-other-1',
    UNTOUCHED: 'yes',
  });
  const { containerUrl, tokenFile, region } = await accessOf(world, 'deploy');
  const names = Object.keys(environment).filter((name) => /^(AWS|METAFOB)_/.test(name));
  expect(names.filter((name) => !name.startsWith('AWS_ENDPOINT_URL')).sort()).toEqual([
    'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI',
    'AWS_DEFAULT_REGION',
    'AWS_REGION',
    'METAFOB_PROFILE',
  ]);
  expect(environment).toMatchObject({
    AWS_CONTAINER_CREDENTIALS_FULL_URI: containerUrl,
    AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: tokenFile,
    AWS_REGION: region,
    METAFOB_PROFILE: 'deploy',
    UNTOUCHED: 'yes',
  });
});

test('exec without a profile uses the active one', async () => {
  const world = await worldOfTest({ name: 'exec-active', configuration: withStoredSecret() });
  expect(await environmentIn(world, [])).toMatchObject({ METAFOB_PROFILE: 'default' });
});

test('exec --keys gives the program the keys', async () => {
  const world = await worldOfTest({ name: 'exec-keys', configuration: withStoredSecret() });
  const environment = await environmentIn(world, ['--keys', 'admin']);
  registerSecret(environment.AWS_SECRET_ACCESS_KEY ?? '');
  registerSecret(environment.AWS_SESSION_TOKEN ?? '');
  expect(environment.AWS_ACCESS_KEY_ID).toMatch(/^ASIA/);
  expect(environment.METAFOB_PROFILE_EXPIRATION).toMatch(/Z$/);
  expect(environment.AWS_CONTAINER_CREDENTIALS_FULL_URI).toBeUndefined();
});

test('exec hands over arguments as they are, output and exit code included', async () => {
  const { service } = await worldOfTest({ name: 'exec-words', configuration: withStoredSecret() });
  const program = 'console.log(JSON.stringify(process.argv.slice(1))); process.exitCode = 42';
  const words = ['--json', '--', '-x', 'two words', '$HOME', '*', ''];
  const outcome = await metafob(
    ['exec', 'admin', '--', process.execPath, '-e', program, '--', ...words],
    service.environment,
  );
  expect(outcome).toEqual({ exitCode: 42, stdout: `${JSON.stringify(words)}\n`, stderr: '' });
});

test.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
  ['SIGHUP', 129],
] as const)('exec passes %s on, and ends with %i', async (signal, exitCode) => {
  const { service } = await worldOfTest({ name: 'exec-signals', configuration: withStoredSecret() });
  const program = "setInterval(() => {}, 1000); process.stdout.write('ready')";
  const command = startMetafob(['exec', '--', process.execPath, '-e', program], service.environment);
  await command.printed('ready');
  command.kill(signal);
  expect((await command.finished).exitCode).toBe(exitCode);
});

test('exec leaves it to the program what a signal does', async () => {
  const { service } = await worldOfTest({ name: 'exec-handled', configuration: withStoredSecret() });
  const program =
    "setInterval(() => {}, 1000); process.on('SIGTERM', () => process.exit(7)); process.stdout.write('ready')";
  const command = startMetafob(['exec', '--', process.execPath, '-e', program], service.environment);
  await command.printed('ready');
  command.kill('SIGTERM');
  expect((await command.finished).exitCode).toBe(7);
});

test('exec says what is wrong with a command that cannot be run', async () => {
  const { service } = await worldOfTest({ name: 'exec-mistakes', configuration: withStoredSecret() });
  const run = (...words: string[]) => metafob(['exec', ...words], service.environment);
  expect(await run('--', 'no-such-program')).toMatchObject({
    exitCode: 127,
    stderr: 'metafob: There is no program “no-such-program” in PATH.\n',
  });
  expect(await run('--', '/')).toMatchObject({ exitCode: 126 });
  expect(await run('admin', 'aws', 's3')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('“--”'),
  });
  expect(await run('admin', '--')).toMatchObject({ exitCode: 2 });
});

test('exec without a service has an endpoint of its own, as long as the program runs', async () => {
  const world = await worldOfTest({ name: 'exec-alone', configuration: withStoredSecret() });
  const { XDG_RUNTIME_DIR: _, ...environment } = world.service.environment;
  const program = `
    const { readFileSync } = require('node:fs');
    const authorization = readFileSync(process.env.AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE, 'utf8');
    fetch(process.env.AWS_CONTAINER_CREDENTIALS_FULL_URI, { headers: { authorization } })
      .then((answer) => answer.json())
      .then((document) => console.log(JSON.stringify({ document, environment: process.env })));`;
  const outcome = await metafob(
    ['exec', '--config', world.service.configurationFile, 'deploy', '--', process.execPath, '-e', program],
    environment,
  );
  expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
  const printed = z
    .object({ document: ContainerDocument, environment: Environment })
    .parse(JSON.parse(outcome.stdout));
  registerSecret(printed.document.SecretAccessKey);
  registerSecret(printed.document.Token);
  expect(printed.document.RoleArn).toBe(roles.production);
  const { AWS_CONTAINER_CREDENTIALS_FULL_URI: url, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: file } =
    printed.environment;
  expect(url).not.toContain(new URL(world.service.url).host);
  await expect(fetch(url ?? '')).rejects.toThrow();
  await expect(readFile(file ?? '')).rejects.toThrow(/ENOENT/);
  // What keeps the engine of metafob from asking itself is not for the program.
  expect(printed.environment.AWS_EC2_METADATA_SERVICE_ENDPOINT).toBeUndefined();
});

test('without a service and without a terminal nobody can give a code, which is said at once', async () => {
  const world = await worldOfTest({ name: 'process-alone' });
  const { XDG_RUNTIME_DIR: _, ...environment } = world.service.environment;
  const outcome = await metafob(
    ['credential-process', '--config', world.service.configurationFile, 'admin'],
    environment,
  );
  expect(outcome).toMatchObject({
    exitCode: 5,
    stdout: '',
    stderr: expect.stringMatching(/no service is running, and no terminal/),
  });
});

test('env prints the variables of the container endpoint, for a shell or as JSON', async () => {
  const world = await worldOfTest({ name: 'env' });
  const { containerUrl, tokenFile, region } = await accessOf(world, 'admin');
  const variables = {
    AWS_CONTAINER_CREDENTIALS_FULL_URI: containerUrl,
    AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: tokenFile,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    METAFOB_PROFILE: 'admin',
  };
  const json = await metafob(['env', 'admin', '--json'], world.service.environment);
  expect(JSON.parse(json.stdout)).toEqual(variables);
  const { stdout } = await metafob(['env', 'admin', '--shell', 'bash'], world.service.environment);
  const shell = spawnSync(
    'bash',
    ['--norc', '-c', `eval $(cat); '${process.execPath}' -e '${printEnvironment}'`],
    { input: stdout, env: { PATH: process.env.PATH ?? '', AWS_PROFILE: 'other' }, encoding: 'utf8' },
  );
  const environment = Environment.parse(JSON.parse(shell.stdout));
  expect(environment).toMatchObject(variables);
  expect(environment.AWS_PROFILE).toBeUndefined();
  // Nobody was asked for anything yet.
  expect(world.simulator.calls()).toEqual([]);
});

test('env without a service says so', async () => {
  const world = await worldOfTest({ name: 'env-alone' });
  const { XDG_RUNTIME_DIR: _, ...environment } = world.service.environment;
  expect(await metafob(['env', 'admin'], environment)).toMatchObject({ exitCode: 3, stdout: '' });
});

test("export prints imsa's variables, from the session there is, and leaves the active profile", async () => {
  const world = await worldOfTest({ name: 'export', configuration: withStoredSecret() });
  const admin = readProcessDocument(
    (await metafob(['credential-process', 'admin'], world.service.environment)).stdout,
  );
  const { stdout, exitCode } = await metafob(['export', 'admin', '--json'], world.service.environment);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    AWS_ACCESS_KEY_ID: admin.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: admin.SecretAccessKey,
    AWS_SESSION_TOKEN: admin.SessionToken,
    METAFOB_PROFILE: 'admin',
    METAFOB_PROFILE_EXPIRATION: admin.Expiration,
    IMSA_PROFILE: 'admin',
    IMSA_PROFILE_EXPIRATION: admin.Expiration,
  });
  expect((await world.state()).activeProfile).toBe('default');
  expect(world.simulator.calls('GetSessionToken')).toHaveLength(1);
});

test('assume switches to a profile that has a session then', async () => {
  const world = await worldOfTest({ name: 'assume', configuration: withStoredSecret() });
  const outcome = await metafob(['assume', 'deploy'], world.service.environment);
  expect(outcome).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/deploy is in use now\. Session:/),
  });
  const { activeProfile, profiles } = await world.state();
  expect(activeProfile).toBe('deploy');
  expect(profiles.find(({ active }) => active)?.session.state).toBe('active');
});

test('assume leaves the profile in use when no session can be had', async () => {
  const world = await worldOfTest({ name: 'assume-cancelled' });
  const command = startMetafob(['assume', 'deploy'], world.service.environment);
  const { id } = await world.prompt();
  await world.manage('DELETE', `/prompts/${id}`);
  expect((await command.finished).exitCode).toBe(5);
  expect((await world.state()).activeProfile).toBe('default');
});
