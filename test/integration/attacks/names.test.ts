/** Names of profiles and keys of files that somebody else wrote: ~/.imsa is YAML, and may hold any character. */
import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startServiceUnderTest } from '../../support/running-service.ts';
import { bob } from '../../support/sts-simulator/example-world.ts';
import { accessOf, metafob, metafobScript } from '../faces/support/metafob-command.ts';
import { worldOfTest } from '../service/support/service-world.ts';
import { scratchDirectory } from './support/every-listener.ts';

const keys = `aws_access_key_id: ${bob.accessKeyId}\n  aws_secret_access_key: ${bob.secretAccessKey}\n`;

/** A file of imsa with bob's keys under these names, written as in YAML, and further keys in each. */
async function imsaFile(names: readonly string[], more = ''): Promise<string> {
  const file = join(await scratchDirectory(), '.imsa');
  const profiles = names.map((name) => `${JSON.stringify(name)}:\n  ${keys}${more}`);
  await writeFile(file, profiles.join(''), { mode: 0o600 });
  return file;
}

const worldOfNames = async (name: string, names: readonly string[]) =>
  worldOfTest({ name, configuration: '', arguments: ['--config', await imsaFile(names)] });

/** Anything but letters that could steer a terminal. */
const steering = /(?!\n)\p{Cc}/u;

test('a start that warns about a file writes nothing to the terminal that could steer it', async () => {
  const file = await imsaFile(['bob'], '  "\\e]0;title\\a\\u009b31m": x\n');
  const { stderr } = spawnSync(
    process.execPath,
    [metafobScript, 'serve', '--config', file, '--port', '0', '--host', '192.0.2.1', '--secrets', 'memory'],
    { encoding: 'utf8', env: { PATH: process.env.PATH, HOME: await scratchDirectory() }, timeout: 10_000 },
  );
  expect(stderr).toContain('unknown key');
  expect(stderr).not.toMatch(steering);
});

test('a name that no terminal should get is refused without showing it', async () => {
  const file = await imsaFile(['evil\u001b]0;title\u0007']);
  const { stderr, status } = spawnSync(
    process.execPath,
    [metafobScript, 'serve', '--config', file, '--port', '0', '--secrets', 'memory'],
    { encoding: 'utf8', env: { PATH: process.env.PATH, HOME: await scratchDirectory() }, timeout: 10_000 },
  );
  expect(status).toBe(7);
  expect(stderr).toContain('control characters');
  expect(stderr).not.toMatch(steering);
});

test('what a request sends steers no terminal that shows the log', async () => {
  const world = await worldOfTest({ name: 'attack-log' });
  const folder = join(process.env.METAFOB_TEST_LOG_DIR ?? 'test-output', 'logs');
  const before = new Set(await readdir(folder));
  expect(before.size).toBeGreaterThan(0);
  await world.send('/x', { headers: { 'User-Agent': '\u009b31mred' } });
  await world.service.stop();
  const logs = [...before].filter((name) => name.startsWith('attack-log-'));
  const texts = await Promise.all(logs.map((name) => readFile(join(folder, name), 'utf8')));
  expect(texts.join('')).toContain('31mred');
  expect(texts.join('')).not.toMatch(steering);
});

const hostileNames: readonly string[] = [
  '$(touch pwned)',
  "it's; touch pwned;'",
  '`touch pwned`',
  '"; touch pwned; "',
  '-rf',
  '..%2F..%2Fescape',
  '..\\..\\escape',
  '%00',
  '#;]=[',
  '__proto__',
  'a'.repeat(300),
  'ä€😀',
];

describe('every hostile name', () => {
  test('has a token file inside the directory of tokens, and only its own', async () => {
    const world = await worldOfNames('attack-names', hostileNames);
    const files = await Promise.all(
      hostileNames.map(async (name) => (await accessOf(world, name)).tokenFile),
    );
    const directory = join(world.service.environment.XDG_RUNTIME_DIR ?? '', 'metafob', 'tokens');
    expect(new Set(files).size).toBe(hostileNames.length);
    expect((await readdir(directory)).map((file) => join(directory, file)).sort()).toEqual(files.sort());
  });

  test('can be evaluated by a shell', async () => {
    const world = await worldOfNames('attack-shell', hostileNames);
    const directory = await scratchDirectory();
    for (const name of hostileNames) {
      const { stdout } = await metafob(['env', '--shell', 'bash', '--', name], world.service.environment);
      const script = `${stdout}\nprintf '%s' "$METAFOB_PROFILE"`;
      for (const text of [script, `eval $(printf '%s' "$CODE")\nprintf '%s' "$METAFOB_PROFILE"`]) {
        const ran = spawnSync('bash', ['-c', text], {
          cwd: directory,
          encoding: 'utf8',
          env: { CODE: stdout },
        });
        expect(ran.stdout).toBe(name);
      }
    }
    expect(await readdir(directory)).toEqual([]);
  });

  test('can be pasted from what “connect” tells to type', async () => {
    const world = await worldOfNames('attack-paste', hostileNames);
    const directory = await scratchDirectory();
    await mkdir(join(directory, 'bin'));
    await writeFile(join(directory, 'bin', 'metafob'), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
    for (const name of hostileNames) {
      const { stdout } = await metafob(
        ['connect', '--by', 'container', '--', name],
        world.service.environment,
      );
      const [line = ''] = stdout.match(/eval .*\)"/s) ?? [];
      expect(line).not.toBe('');
      spawnSync('bash', ['-c', line], {
        cwd: directory,
        env: { PATH: `${join(directory, 'bin')}:/usr/bin:/bin` },
      });
      expect([name, await readdir(directory)]).toEqual([name, ['bin']]);
    }
  });
});

test('half a character in a name does not keep the other profiles from their tokens', async () => {
  const file = join(await scratchDirectory(), '.imsa');
  await writeFile(file, `"\\uD800":\n  ${keys}bob:\n  ${keys}`, { mode: 0o600 });
  const start = startServiceUnderTest({
    name: 'attack-half-character',
    configuration: '',
    simulatorUrl: 'http://127.0.0.1:9',
    arguments: ['--config', file],
  });
  const service = await start.catch(() => undefined);
  // Refusing the file is as good.
  if (service === undefined) return;
  try {
    const answer = await fetch(`${service.url}/manage/profiles/bob/access`, {
      headers: { Authorization: `Bearer ${service.bearerToken}` },
    });
    expect(answer.status).toBe(200);
  } finally {
    await service.stop();
  }
});
