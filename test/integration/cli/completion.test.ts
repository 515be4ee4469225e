import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FakeService, profileView, startFakeService, viewState } from './support/fake-manage-server.ts';
import { createUser, type User } from './support/run-command.ts';

let service: FakeService;
let user: User;

beforeEach(async () => {
  service = await startFakeService();
  user = await createUser();
  await user.publish(service);
});
afterEach(async () => {
  await service.close();
  await user.remove();
});

/** What is suggested for the last of the words. */
async function suggestions(...words: string[]): Promise<string[]> {
  const { stdout } = await user.run(['complete', '--', ...words]);
  return stdout
    .split('\n')
    .slice(0, -2)
    .map((line) => line.split('\t')[0] ?? '');
}

describe('completion', () => {
  test('suggests commands', async () => {
    const commands = await suggestions('');
    expect(commands).toEqual(
      expect.arrayContaining(['serve', 'status', 'use', 'login', 'exec', 'completion']),
    );
    expect(commands).toHaveLength(new Set(commands).size);
    expect(commands).not.toContain('complete');
    expect(await suggestions('secret', '')).toEqual(['set', 'remove', 'import']);
  });

  test.each([['use'], ['login'], ['clear'], ['secret', 'set'], ['secret', 'remove']])(
    'suggests the names of the running service after %s %s',
    async (...words) => {
      expect(await suggestions(...words, '')).toEqual(['default', 'production']);
      expect(await suggestions(...words, 'pro')).toEqual(['production']);
    },
  );

  test('suggests no names, and says nothing, when no service runs', async () => {
    await service.close();
    const { exitCode, stdout, stderr } = await user.run(['complete', '--', 'use', '']);
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: ':4\n', stderr: '' });
  });

  test('never suggests a name that a shell could execute', async () => {
    service.view = viewState({
      profiles: ['$(touch x)', '`id`', 'a b', 'fine'].map((name) => profileView(name)),
    });
    expect(await suggestions('use', '')).toEqual(['fine']);
  });

  test('suggests options, those common to all commands too, and their values', async () => {
    const options = await suggestions('login', '--');
    expect(options).toEqual(expect.arrayContaining(['--code', '--help', '--json', '--url']));
    expect(await suggestions('serve', '--imdsv2', '')).toEqual(['optional', 'required']);
  });

  test('leaves file names to the shell', async () => {
    expect((await user.run(['complete', '--', 'serve', '--config', ''])).stdout).toBe(':0\n');
  });
});

const isInstalled = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;

describe('the completion script', () => {
  describe.each(['bash', 'zsh', 'fish'])('of %s', (shell) => {
    test('asks the command for suggestions', async () => {
      expect((await user.run(['completion', shell])).stdout).toContain('metafob complete --');
    });

    test.skipIf(!isInstalled(shell))('is understood by that shell', async () => {
      const { stdout } = await user.run(['completion', shell]);
      const file = join(user.home, 'script');
      await writeFile(file, stdout);
      const { status, stderr } = spawnSync(shell, ['-n', file], { encoding: 'utf8' });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    });
  });

  test('can be sourced twice in bash', async () => {
    const { stdout } = await user.run(['completion', 'bash']);
    const { stderr } = spawnSync('bash', [], { input: stdout + stdout, encoding: 'utf8' });
    expect(stderr).toBe('');
  });

  test('is a string in the document of --json', async () => {
    const { stdout } = await user.run(['completion', 'fish', '--json']);
    expect(JSON.parse(stdout).script).toContain('metafob complete --');
  });
});
