/** Another metadata service, or a program, that gives anything but credentials. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { metafob, startMetafob } from '../faces/support/metafob-command.ts';
import { failureDocument, LOCAL_CREDENTIALS, worldOfTest } from '../service/support/service-world.ts';
import { askingPort, LIST, startAlppaca } from '../upstream/support.ts';
import { scratchDirectory } from './support/every-listener.ts';
import { startHostileUpstream, startUpstreamWith } from './support/hostile-upstream.ts';

const SOON = { timeout: 20_000, interval: 50 };
const SECRET = 'HostileSecretThatNoErrorMayRepeat0123456';
const IN_AN_HOUR = () => new Date(Date.now() + 3_600_000).toISOString();

const hostile = (more: object = {}) => ({
  AccessKeyId: 'ASIAHOSTILE000000000',
  SecretAccessKey: SECRET,
  Token: 'hostile-token',
  Expiration: IN_AN_HOUR(),
  ...more,
});

async function alppacaWith(name: string, credentials: object) {
  const port = await startUpstreamWith(credentials);
  const service = await startAlppaca(name, { 'config.yaml': askingPort(port) });
  await vi.waitUntil(async () => (await service.get()).status === 200, SOON);
  return service;
}

test.each([
  ['a NUL', `${SECRET}\0`],
  ['a line break', `${SECRET}\n[default]\ncredential_process = touch /tmp/never`],
  ['an escape sequence', `${SECRET}\u001b]0;title\u0007`],
])(
  'a secret with %s from upstream gets into no error, no file and no variable of its own',
  async (_name, secret) => {
    const service = await alppacaWith('attack-upstream-characters', hostile({ SecretAccessKey: secret }));
    const home = service.environment.HOME ?? '';
    await mkdir(join(home, '.aws'));
    const script = 'console.log(Object.keys(process.env).length)';
    for (const words of [
      ['exec', '--keys', 'evil_role', '--', process.execPath, '-e', script],
      ['export', 'evil_role', '--shell', 'cmd'],
      ['export', 'evil_role', '--shell', 'bash'],
      ['login', 'evil_role', '--write'],
      ['credential-process', 'evil_role'],
    ]) {
      const { stderr, exitCode } = await metafob(words, service.environment);
      expect([words[0], stderr]).toEqual([words[0], expect.not.stringContaining(SECRET)]);
      if (words[0] !== 'login') continue;
      expect(exitCode).not.toBe(0);
      await expect(readFile(join(home, '.aws', 'credentials'), 'utf8')).rejects.toThrow(/ENOENT/);
    }
  },
);

test.each(['+275760-09-13T00:00:00.000Z', '9999-12-31T23:59:59Z', '-271821-04-20T00:00:00.000Z', '1e999'])(
  'credentials that end at %s do not end the service',
  async (Expiration) => {
    const service = await alppacaWith('attack-upstream-time', hostile({ Expiration }));
    const answer = await service.get(`${LIST}evil_role`);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toHaveProperty('Code');
    const extended = await service.get('/latest/meta-data/iam/security-credentials-extended/evil_role');
    expect(extended.status).toBe(200);
    expect(await metafob(['status'], service.environment)).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await service.get('/latest/meta-data/instance-id')).toMatchObject({ status: 200 });
  },
);

const noRoleNames: readonly string[] = [
  '../../../../etc/passwd',
  'a\u001b[31m',
  '..',
  'role\r\nX-Injected: yes',
  '$(id)',
  "';id;'",
  'ä',
  'x'.repeat(65),
  '%2e%2e',
];

test('a list with a name that is none of IAM is no list of roles', async () => {
  for (const name of noRoleNames) {
    let asked = 0;
    const port = await startHostileUpstream((_request, response) => {
      asked += 1;
      response.end(`good_role\n${name}`);
    });
    const service = await startAlppaca('attack-upstream-names', { 'config.yaml': askingPort(port) });
    await vi.waitUntil(() => asked > 0, SOON);
    expect([name, (await service.get()).status]).toEqual([name, 404]);
    expect((await service.get('/manage/health')).status).toBe(200);
    await service.stop();
  }
});

test('a list of thousands of roles keeps nobody from being answered', async () => {
  const names = Array.from({ length: 12_000 }, (_, index) => index.toString(36));
  let asked = 0;
  const port = await startHostileUpstream(({ url = '' }, response) => {
    if (!url.endsWith('/')) asked += 1;
    response.end(url.endsWith('/') ? names.join('\n') : JSON.stringify(hostile()));
  });
  const file = join(await scratchDirectory(), 'config.yaml');
  await writeFile(file, askingPort(port));
  const words = ['serve', '--config', file, '--port', '0', '--secrets', 'memory'];
  const command = startMetafob(words, { PATH: process.env.PATH ?? '', HOME: await scratchDirectory() });
  onTestFinished(async () => {
    command.kill('SIGKILL');
    await command.finished;
  });
  await Promise.race([
    command.printed('Manage page on'),
    setTimeout(8_000).then(() => Promise.reject(new Error('It is not ready after 8 s.'))),
  ]);
  expect(asked).toBeLessThanOrEqual(1_000);
});

test.each(['sends without end', 'sends its head only'])(
  'an upstream that %s leaves the service as it is',
  async (kind) => {
    const port = await startHostileUpstream((_request, response) => {
      response.flushHeaders();
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        response.once('drain', more);
      };
      if (kind === 'sends without end') more();
    });
    const service = await startAlppaca('attack-upstream-endless', { 'config.yaml': askingPort(port) });
    await setTimeout(500);
    expect((await service.get('/manage/health')).status).toBe(200);
    const memory = await readFile(`/proc/${service.processId}/status`, 'utf8');
    expect(Number(/VmHWM:\s+(\d+) kB/.exec(memory)?.[1])).toBeLessThan(256 * 1024);
  },
);

test('a redirect of the upstream to another machine is not followed', async () => {
  let visits = 0;
  const other = await startHostileUpstream((_request, response) => {
    visits += 1;
    response.end('evil_role');
  });
  const port = await startHostileUpstream((_request, response) => {
    response.writeHead(307, { Location: `http://127.0.0.1:${other}/` }).end();
  });
  const service = await startAlppaca('attack-upstream-redirect', { 'config.yaml': askingPort(port) });
  await setTimeout(500);
  expect(visits).toBe(0);
  expect((await service.get()).status).toBe(404);
});

/** What a program prints that is configured as `credential_process`; `script` is JavaScript. */
async function afterProcess(name: string, script: string) {
  const file = join(await scratchDirectory(), 'program.cjs');
  await writeFile(file, script);
  const world = await worldOfTest({
    name,
    configuration: `[aws]\nmfa_enabled = no\n[profile:default]\ncredential_process = ${process.execPath} ${file}\n`,
  });
  return { world, answer: await world.send(LOCAL_CREDENTIALS) };
}

test.each([
  ['prints without end', "const more = () => process.stdout.write('x'.repeat(65536), more); more();"],
  ['prints binary', 'process.stdout.write(Buffer.from([0, 255, 254, 123, 0]))'],
  ['complains without end', "const more = () => process.stderr.write('x'.repeat(65536), more); more();"],
  ['prints its secret to the wrong stream', `console.error('${SECRET}'); process.exit(3)`],
  ['prints its secret in broken JSON', `console.log('{"Version":1,"SecretAccessKey":"${SECRET}"')`],
  [
    'prints its secret as a wrong type',
    `console.log('{"Version":1,"AccessKeyId":["${SECRET}"],"SecretAccessKey":2}')`,
  ],
  ['kills itself', "process.kill(process.pid, 'SIGKILL')"],
  [
    'prints a JSON prototype',
    `console.log('{"__proto__":{"Version":1,"AccessKeyId":"a","SecretAccessKey":"b"}}')`,
  ],
])('a program that %s gives a failure without its words', async (_name, script) => {
  const { world, answer } = await afterProcess('attack-process', script);
  expect(failureDocument(answer).Code).not.toBe('Success');
  expect(answer.body).not.toContain(SECRET);
  expect(JSON.stringify(await world.state())).not.toContain(SECRET);
  expect((await world.send('/manage/health')).status).toBe(200);
});

test('the token of the service is in the environment of no program that it starts', async () => {
  const place = join(await scratchDirectory(), 'environment');
  const { world } = await afterProcess(
    'attack-process-environment',
    `require('node:fs').writeFileSync('${place}', JSON.stringify([process.env, process.argv]))`,
  );
  const seen = await readFile(place, 'utf8');
  expect(seen).not.toContain(world.service.bearerToken);
});
