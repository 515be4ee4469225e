/** Commands ask for the code in their terminal, also when their standard streams belong to somebody else. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { registerSecret } from '../../support/log-recorder.ts';
import { type ServiceWorld, worldOfTest } from '../service/support/service-world.ts';
import { metafobScript } from './support/metafob-command.ts';

/* `script` (util-linux, on every Debian) gives the command a terminal and passes on what we type. */
const hasTerminal = process.platform === 'linux' && existsSync('/usr/bin/script');

const metafob = `'${process.execPath}' '${metafobScript}'`;
const question = 'Code (an empty line cancels): ';

function startOnTerminal(command: string, environment: Readonly<Record<string, string>>) {
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    env: { ...environment, TERM: 'xterm', SHELL: '/bin/sh' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let screen = '';
  let look = () => {};
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += text;
    look();
  });
  const ended = new Promise<{ exitCode: number | null; screen: string }>((resolve) => {
    child.once('close', (exitCode) => resolve({ exitCode, screen }));
  });
  const shows = (text: string) =>
    new Promise<string>((resolve, reject) => {
      look = () => {
        if (screen.includes(text)) resolve(screen);
      };
      void ended.then(() => reject(new Error(`It ended without showing “${text}”: ${screen}`)));
      look();
    });
  return { shows, ended, type: (keys: string) => child.stdin.write(keys) };
}

/** What the command wrote into a file in the home directory of the service. */
const written = ({ service }: ServiceWorld, name: string) =>
  readFile(join(service.environment.HOME ?? '', name), 'utf8');

describe.runIf(hasTerminal)('in a terminal', () => {
  test('exec asks for the code, then the program has the terminal', async () => {
    const world = await worldOfTest({ name: 'terminal-exec' });
    const { shows, ended, type } = startOnTerminal(
      `${metafob} exec admin -- '${process.execPath}' -e 'process.stdin.once("data", (text) => {
        console.log("read:" + text); process.exit(9) }); console.log("profile:" + process.env.METAFOB_PROFILE)'`,
      world.service.environment,
    );
    await shows(question);
    type(`${world.code()}\r`);
    const screen = await shows('profile:admin');
    expect(screen).toMatch(/A code is needed for profile admin, account 111122223333/);
    type('hello\r');
    expect(await ended).toMatchObject({ exitCode: 9, screen: expect.stringContaining('read:hello') });
  });

  test('credential-process asks although its streams are captured, as AWS clients do', async () => {
    const world = await worldOfTest({ name: 'terminal-process' });
    const { shows, ended, type } = startOnTerminal(
      `cd; ${metafob} credential-process admin < /dev/null > out 2> err`,
      world.service.environment,
    );
    await shows(question);
    type(`${world.code()}\r`);
    expect((await ended).exitCode).toBe(0);
    const document = JSON.parse(await written(world, 'out'));
    registerSecret(document.SecretAccessKey);
    registerSecret(document.SessionToken);
    expect(document.Version).toBe(1);
    expect(await written(world, 'err')).toBe('');
  });

  test('a refused code is asked for again', async () => {
    const world = await worldOfTest({ name: 'terminal-wrong' });
    const { shows, ended, type } = startOnTerminal(`cd; ${metafob} assume admin`, world.service.environment);
    await shows(question);
    const wrong = world.code() === '000000' ? '111111' : '000000';
    type(`${wrong}\r`);
    await shows('AWS did not accept this code');
    type(`${world.code()}\r`);
    expect((await ended).exitCode).toBe(0);
    expect((await world.state()).activeProfile).toBe('admin');
  });

  test('the question goes away when the code was given elsewhere', async () => {
    const world = await worldOfTest({ name: 'terminal-elsewhere' });
    const { shows, ended } = startOnTerminal(`cd; ${metafob} assume admin`, world.service.environment);
    await shows(question);
    const { id } = await world.prompt();
    await world.manage('POST', `/prompts/${id}`, { code: world.code() });
    expect((await ended).exitCode).toBe(0);
  });

  test('Ctrl-C ends the command; the question stays for others', async () => {
    const world = await worldOfTest({ name: 'terminal-interrupted' });
    const { shows, ended, type } = startOnTerminal(`${metafob} exec admin -- env`, world.service.environment);
    await shows(question);
    type('\x03');
    expect((await ended).exitCode).toBe(130);
    expect((await world.state()).prompts).toHaveLength(1);
  });

  test('an empty line cancels', async () => {
    const world = await worldOfTest({ name: 'terminal-cancelled' });
    const { shows, ended, type } = startOnTerminal(`${metafob} exec admin -- env`, world.service.environment);
    await shows(question);
    type('\r');
    expect((await ended).exitCode).toBe(5);
    expect((await world.state()).prompts).toEqual([]);
  });

  test('without a service the command makes the session itself', async () => {
    const world = await worldOfTest({ name: 'terminal-alone' });
    const { XDG_RUNTIME_DIR: _, ...environment } = world.service.environment;
    const { shows, ended, type } = startOnTerminal(
      `cd; ${metafob} credential-process --config '${world.service.configurationFile}' admin > out`,
      environment,
    );
    await shows(question);
    type(`${world.code()}\r`);
    expect((await ended).exitCode).toBe(0);
    const document = JSON.parse(await written(world, 'out'));
    registerSecret(document.SecretAccessKey);
    registerSecret(document.SessionToken);
    expect(document.AccessKeyId).toMatch(/^ASIA/);
    expect((await world.state()).prompts).toEqual([]);
  });
});
