import { spawn } from 'node:child_process';
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createScratchHome, runCommand, type ScratchHome } from '../../support/aws-environment.ts';

/* The demo as it is started by `npm run demo`, with the built service, in a temporary folder of its own. */

const demo = join(import.meta.dirname, '..', '..', '..', 'helper-scripts', 'demo.ts');

let home: ScratchHome;
let temporary: string;
let environment: Record<string, string>;

beforeEach(async () => {
  home = await createScratchHome();
  temporary = join(home.path, 'tmp');
  await mkdir(temporary);
  environment = { PATH: process.env.PATH ?? '', HOME: home.path, TMPDIR: temporary };
});
afterEach(() => home.remove());

const runDemo = (args: readonly string[] = ['--port', '0']) =>
  runCommand(process.execPath, [demo, ...args], environment);

const serviceUrl = (output: string): string => output.match(/Metafob runs on (http:\S+)\./)?.[1] ?? '';

/** A program named `aws` that comes before any other. */
async function putInFront(script: string): Promise<void> {
  const folder = join(home.path, 'bin');
  await mkdir(folder);
  await writeFile(join(folder, 'aws'), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, 'aws'), 0o755);
  environment.PATH = `${folder}:${process.env.PATH}`;
}

describe('without a terminal', () => {
  test('it runs a client through both profiles, answers the question itself, and succeeds', async () => {
    const { exitCode, stdout, stderr } = await runDemo();
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    const steps = [
      'Profile “silent”',
      'STS says it is arn:aws:iam::111122223333:user/alice.',
      'Nobody was asked',
      'Profile “asking”',
      'it waits, because Metafob asks for a code',
      'The demo types it',
      'STS says it is arn:aws:sts::111122223333:assumed-role/Administrator/',
      'The same again',
      'No question and no new session',
      'Everything worked.',
    ];
    const places = steps.map((step) => stdout.indexOf(step));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test('nothing is left of it: no service, no files', async () => {
    const { stdout } = await runDemo();
    await expect(fetch(`${serviceUrl(stdout)}/manage/health`)).rejects.toThrow('fetch failed');
    expect(await readdir(temporary)).toEqual([]);
  });

  test('without the AWS CLI it uses the AWS SDK for JavaScript', async () => {
    await putInFront('exit 127');
    const { exitCode, stdout } = await runDemo();
    expect(stdout).toContain('sdk-client.ts (the AWS CLI is not installed)');
    expect(stdout).toContain('Everything worked.');
    expect(exitCode).toBe(0);
  });

  test('when the usual port is taken it uses another one', async () => {
    const other = createServer().listen(45_000, '127.0.0.1');
    // Where something else has it already, that serves as well.
    await new Promise((resolve) => other.once('listening', resolve).once('error', resolve));
    const { exitCode, stdout } = await runDemo([]);
    other.close();
    expect(exitCode).toBe(0);
    expect(new URL(serviceUrl(stdout)).port).not.toBe('45000');
  });

  test('it shows no secret but the code', async () => {
    const { stdout, stderr } = await runDemo();
    expect(stdout).toMatch(/Alice's phone shows \d{6} /);
    expect(stdout + stderr).not.toMatch(/ForTheSimulator|JBSWY3DP|KRUGKIDR|ASIA|sessionToken/i);
  });

  test('when a step fails it says what the program said, and fails', async () => {
    await putInFront(
      'if [ "$1" = --version ]; then exit 0; fi; echo "Unable to locate credentials" >&2; exit 255',
    );
    const { exitCode, stdout, stderr } = await runDemo();
    expect(stderr).toContain('The demo failed: Unable to locate credentials');
    expect(stdout).not.toContain('Everything worked.');
    expect(exitCode).toBe(1);
    await expect(fetch(`${serviceUrl(stdout)}/manage/health`)).rejects.toThrow('fetch failed');
  });

  test('when the program goes on without a code it fails', async () => {
    await putInFront('echo \'{"Arn":"arn:aws:iam::111122223333:user/alice"}\'');
    const { exitCode, stderr } = await runDemo();
    expect(stderr).toContain('The demo failed: STS made no session with a token code.');
    expect(exitCode).toBe(1);
  });

  test('SIGTERM ends it, the program that waits, and the service', async () => {
    await putInFront('if [ "$1" = --version ]; then exit 0; fi; exec sleep 60');
    const child = spawn(process.execPath, [demo, '--port', '0'], {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (text.includes('$ aws')) child.kill('SIGTERM');
    });
    expect(await ended).toBe(130);
    expect(output).toContain('The demo has ended.');
    await expect(fetch(`${serviceUrl(output)}/manage/health`)).rejects.toThrow('fetch failed');
    expect(await readdir(temporary)).toEqual([]);
  });
});
