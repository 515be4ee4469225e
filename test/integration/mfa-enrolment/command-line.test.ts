/** `metafob mfa` as a process, in a terminal where it asks. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { stepAt } from '../../../src/core/mfa/time-step.ts';
import { tokenCode } from '../../../src/core/mfa/totp.ts';
import { createScratchHome, endpointVariables } from '../../support/aws-environment.ts';
import { alice, bob, exampleWorld } from '../../support/sts-simulator/example-world.ts';
import { type StsSimulator, startStsSimulator } from '../../support/sts-simulator/server.ts';
import { worldOfTest } from '../service/support/service-world.ts';

const script = join(import.meta.dirname, '..', '..', '..', 'bin', 'metafob.js');
const bobsDevice = 'arn:aws:iam::111122223333:mfa/bob';
const question = 'Code on the device now';
const secondQuestion = 'Wait for the next code';

/* `script` (util-linux, on every Debian) gives the command a terminal and passes on what we type. */
const hasTerminal = process.platform === 'linux' && existsSync('/usr/bin/script');

async function createWorld() {
  const home = await createScratchHome();
  const simulator = await startStsSimulator({ world: exampleWorld() });
  const configuration = join(home.path, 'own.conf');
  const passphraseFile = join(home.path, 'passphrase');
  await writeFile(
    configuration,
    `# mine\n[aws]\naccess_key = ${bob.accessKeyId}\nsecret_key = ${bob.secretAccessKey}\n[profile:alice]\naccess_key = ${alice.accessKeyId}\nsecret_key = ${alice.secretAccessKey}\n`,
    { mode: 0o600 },
  );
  await writeFile(passphraseFile, 'correct horse battery staple\n', { mode: 0o600 });
  onTestFinished(async () => {
    await simulator.close();
    await home.remove();
  });
  const environment = {
    ...endpointVariables(simulator.url),
    PATH: process.env.PATH ?? '',
    HOME: home.path,
    XDG_RUNTIME_DIR: join(home.path, 'run'),
    LANG: 'C.UTF-8',
    METAFOB_PASSPHRASE_FILE: passphraseFile,
  };
  return { simulator, environment, configuration };
}

type Environment = Readonly<Record<string, string>>;

function collect(child: ReturnType<typeof spawn>) {
  let output = '';
  let look = () => {};
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      look();
    });
  }
  const ended = new Promise<{ exitCode: number | null; output: string }>((resolve) => {
    child.once('close', (exitCode) => resolve({ exitCode, output }));
  });
  const shows = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      look = () => {
        if (output.includes(text)) resolve(output);
      };
      void ended.then(() => reject(new Error(`It ended without showing “${text}”: ${output}`)));
      look();
    });
  return { ended, shows, type: (keys: string) => child.stdin?.write(keys), child };
}

const run = (words: readonly string[], env: Environment, piped = '') => {
  const started = collect(spawn(process.execPath, [script, ...words], { env }));
  started.child.stdin?.end(piped);
  return started.ended;
};

/** `stty` makes the window wide enough for the QR code. */
const onTerminal = (words: readonly string[], env: Environment) =>
  collect(
    spawn(
      'script',
      [
        ...['--quiet', '--return', '--command'],
        `stty cols 120; '${process.execPath}' '${script}' ${words.join(' ')}`,
        '/dev/null',
      ],
      { env: { ...env, TERM: 'xterm', SHELL: '/bin/sh' }, stdio: ['pipe', 'pipe', 'inherit'] },
    ),
  );

const outcomes = (simulator: StsSimulator, action: string) =>
  simulator.calls(action).map(({ outcome }) => outcome);

const secretIn = (screen: string): string => /Secret key: (\w+)/.exec(screen)?.[1] ?? '';

describe.runIf(hasTerminal)('metafob mfa enable in a terminal', () => {
  test('shows a QR code, tells the secret on request, refuses the same code twice, and enables', async () => {
    const { simulator, environment, configuration } = await createWorld();
    const { shows, type, ended } = onTerminal(['mfa', 'enable', '--config', configuration], environment);
    const first = await shows(question);
    expect(first).toContain('█');
    expect(first).not.toContain('otpauth:');
    type('text\r');
    const secret = secretIn(await shows('Secret key: '));
    const step = stepAt(Date.now());
    type(`${tokenCode(secret, step - 1)}\r`);
    await shows(secondQuestion);
    type(`${tokenCode(secret, step - 1)}\r`);
    await shows('the same code twice');
    type(`${tokenCode(secret, step)}\r`);
    const { exitCode, output } = await ended;
    expect(exitCode).toBe(0);
    expect(output).toContain(`The MFA device ${bobsDevice} is enabled for bob.`);
    expect(await readFile(configuration, 'utf8')).toContain(
      `secret_key = ${bob.secretAccessKey}\nmfa_serial = ${bobsDevice}\n[profile:alice]`,
    );
    expect(outcomes(simulator, 'EnableMFADevice')).toEqual(['ok']);
  });

  test.each([
    ['Ctrl-C', '\x03', 130],
    ['an empty line', '\r', 5],
    ['the end of the input', '\x04', 5],
  ])('deletes the device again on %s', async (_case, keys, code) => {
    const { simulator, environment, configuration } = await createWorld();
    const words = ['mfa', 'enable', '--no-qr', '--config', configuration];
    const { shows, type, ended } = onTerminal(words, environment);
    await shows(question);
    type(keys);
    const { exitCode, output } = await ended;
    expect(output).toContain(`The new MFA device ${bobsDevice} was deleted again. Nothing is changed.`);
    expect(exitCode).toBe(code);
    expect(outcomes(simulator, 'DeleteVirtualMFADevice')).toEqual(['ok']);
  });

  test('deletes the device again when the window is closed', async () => {
    const { simulator, environment, configuration } = await createWorld();
    const words = ['mfa', 'enable', '--no-qr', '--config', configuration];
    const { shows, child } = onTerminal(words, environment);
    await shows(question);
    child.kill('SIGKILL');
    await expect
      .poll(() => outcomes(simulator, 'DeleteVirtualMFADevice'), { timeout: 5_000 })
      .toEqual(['ok']);
  });

  test('asks again after wrong codes, three times, then deletes the device', async () => {
    const { simulator, environment, configuration } = await createWorld();
    const words = ['mfa', 'enable', '--no-qr', '--config', configuration];
    const { shows, type, ended, child } = onTerminal(words, environment);
    let asked = 0;
    child.stdout?.on('data', (text: string) => {
      if (!text.includes('gives up): ')) return;
      asked += 1;
      type(asked % 2 === 1 ? '000001\r' : '000002\r');
    });
    await shows('did not accept these two codes');
    const { exitCode, output } = await ended;
    expect(outcomes(simulator, 'EnableMFADevice')).toHaveLength(3);
    expect(output).toContain('was deleted again');
    expect(exitCode).toBe(5);
  });
});

describe('metafob mfa enable without a terminal', () => {
  test('makes no device that nobody could use', async () => {
    const { simulator, environment, configuration } = await createWorld();
    const { exitCode, output } = await run(['mfa', 'enable', '--config', configuration], environment);
    expect([exitCode, simulator.calls()]).toEqual([2, []]);
    expect(output).toContain('--keep-secret or --show-secret');
  });

  test('deletes the device again when the codes from a pipe are wrong', async () => {
    const { simulator, environment, configuration } = await createWorld();
    const words = ['mfa', 'enable', '--show-secret', '--name', 'phone', '--config', configuration];
    const { exitCode, output } = await run(words, environment, '000001\n000002\n');
    expect(exitCode).toBe(5);
    expect(output).toContain('otpauth://totp/');
    expect(output).toContain('mfa/phone was deleted again');
    expect(outcomes(simulator, 'DeleteVirtualMFADevice')).toEqual(['ok']);
  });

  test('says what is left at AWS when the device cannot be deleted', async () => {
    const { simulator, environment, configuration } = await createWorld();
    simulator.setFaults([{ kind: 'access-denied', action: 'DeleteVirtualMFADevice' }]);
    const words = ['mfa', 'enable', '--show-secret', '--config', configuration];
    const { exitCode, output } = await run(words, environment, '000001\n000002\n');
    expect(exitCode).toBe(5);
    expect(output).toContain(`${bobsDevice} is left at AWS`);
    expect(output).toContain(`aws iam delete-virtual-mfa-device --serial-number ${bobsDevice}`);
  });

  test('keeps the secret, and ends when the first code that is not used up is there', async () => {
    const { simulator, environment, configuration } = await createWorld();
    const local = ['--config', configuration, '--secrets', 'file'];
    const enabled = await run(['mfa', 'enable', '--keep-secret', '--no-qr', '--json', ...local], environment);
    expect(enabled.exitCode).toBe(0);
    expect(enabled.output).toContain('"secretKept": true');
    expect(enabled.output).not.toContain('otpauth:');
    const [, nextCodeAt = ''] = /"nextCodeAt": "(.*)"/.exec(enabled.output) ?? [];
    expect(Date.parse(nextCodeAt)).toBeLessThanOrEqual(Date.now());
    const { output } = await run(['secret', 'remove', 'default', ...local], environment);
    expect(output).toContain('is removed');
    expect(outcomes(simulator, 'EnableMFADevice')).toEqual(['ok']);
  });
});

describe('metafob mfa with a running service', () => {
  test('lets the service make the device, and the service takes it back', async () => {
    const world = await worldOfTest({ name: 'mfa-command' });
    const words = ['mfa', 'enable', 'bob', '--show-secret'];
    const { exitCode, output } = await run(words, world.service.environment, '000001\n000002\n');
    expect(exitCode).toBe(5);
    expect(output).toContain(`${bobsDevice} was deleted again`);
    expect(outcomes(world.simulator, 'DeleteVirtualMFADevice')).toEqual(['ok']);
  });

  test('lists the devices and disables one with a session that was made with a code', async () => {
    const world = await worldOfTest({ name: 'mfa-disable' });
    const { environment, configurationFile } = world.service;
    const listed = await run(['mfa', 'list', '--config', configurationFile], environment);
    expect(listed.output.trim()).toBe(alice.serialNumber);
    expect((await world.manage('POST', '/profiles/default/session', { token: world.code() })).status).toBe(
      200,
    );
    const unasked = await run(['mfa', 'disable', alice.serialNumber], environment);
    expect([unasked.exitCode, unasked.output]).toEqual([2, expect.stringContaining('--yes')]);
    const disabled = await run(['mfa', 'disable', alice.serialNumber, '--yes'], environment);
    expect(disabled.output).toContain(`The MFA device ${alice.serialNumber} is deleted.`);
    expect(disabled.exitCode).toBe(0);
    expect(outcomes(world.simulator, 'DeactivateMFADevice')).toEqual(['ok']);
    const after = await run(['mfa', 'list', '--config', configurationFile], environment);
    expect(after.output).toContain('no MFA device');
  });

  test('disables nothing with the session of a role', async () => {
    const world = await worldOfTest({ name: 'mfa-disable-role' });
    expect((await world.manage('POST', '/profiles/admin/session', { token: world.code() })).status).toBe(200);
    const words = ['mfa', 'disable', alice.serialNumber, '--yes', '--profile', 'admin'];
    const { exitCode, output } = await run(words, world.service.environment);
    expect([exitCode, output]).toEqual([2, expect.stringContaining('is a role')]);
  });
});
