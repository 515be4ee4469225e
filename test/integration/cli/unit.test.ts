/** `metafob unit` with a stand-in for systemctl, which notes what it is asked and answers as it is told. */
import { spawn } from 'node:child_process';
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';

const entry = fileURLToPath(new URL('../../../src/service/main.ts', import.meta.url));

async function userWithSystemd() {
  const home = await mkdtemp(join(tmpdir(), 'metafob-unit-'));
  onTestFinished(() => rm(home, { recursive: true }));
  const unitFile = join(home, '.config', 'systemd', 'user', 'metafob.service');
  const noted = join(home, 'noted');
  await mkdir(join(home, 'bin'));
  await writeFile(noted, '');

  return {
    unitFile,
    isThere: () =>
      access(unitFile).then(
        () => true,
        () => false,
      ),
    asked: async () => (await readFile(noted, 'utf8')).split('\n').filter(Boolean),
    /** @param refuses the word at which systemctl fails */
    async systemctl(refuses = 'nothing') {
      const script = `#!/bin/sh\necho "$*" >> ${noted}\ncase "$*" in *${refuses}*) echo "no bus" >&2; exit 1;; esac\n`;
      await writeFile(join(home, 'bin', 'systemctl'), script, { mode: 0o700 });
    },
    metafob(...words: readonly string[]): Promise<{ exitCode: number | null; stderr: string }> {
      const path = [join(home, 'bin'), process.env.PATH].join(delimiter);
      const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', entry, ...words], {
        env: { PATH: path, HOME: home },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let stderr = '';
      child.stderr.on('data', (chunk) => {
        stderr += String(chunk);
      });
      return new Promise((resolve) => {
        child.on('close', (exitCode) => resolve({ exitCode, stderr }));
      });
    },
  };
}

describe.skipIf(process.platform !== 'linux')('a unit of the user', () => {
  test('is written, enabled and started, with the options of the service', async () => {
    const user = await userWithSystemd();
    await user.systemctl();
    expect(await user.metafob('unit', 'install', '--port', '20345')).toEqual({ exitCode: 0, stderr: '' });
    expect(await readFile(user.unitFile, 'utf8')).toMatch(
      /^ExecStart=.* serve --no-terminal-prompt --port 20345$/m,
    );
    expect(await user.asked()).toEqual([
      '--user daemon-reload',
      '--user enable metafob.service',
      '--user restart metafob.service',
    ]);
  });

  test('that systemd refuses leaves no file behind', async () => {
    const user = await userWithSystemd();
    await user.systemctl('daemon-reload');
    const { exitCode, stderr } = await user.metafob('unit', 'install');
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain('no bus');
    expect(await user.isThere()).toBe(false);
  });

  test('is removed, also when systemd cannot stop it, which is told', async () => {
    const user = await userWithSystemd();
    await user.systemctl();
    await user.metafob('unit', 'install');
    await user.systemctl('disable');
    const { exitCode, stderr } = await user.metafob('unit', 'remove');
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain('no bus');
    expect(await user.isThere()).toBe(false);
  });

  test('of somebody else is not replaced', async () => {
    const user = await userWithSystemd();
    await user.systemctl();
    await mkdir(join(user.unitFile, '..'), { recursive: true });
    await writeFile(user.unitFile, '[Unit]\nDescription=Another program\n');
    expect((await user.metafob('unit', 'install')).exitCode).toBe(7);
    expect(await readFile(user.unitFile, 'utf8')).toContain('Another program');
    expect(await user.asked()).toEqual([]);
  });
});
