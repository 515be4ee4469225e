/** `metafob start`, `stop` and `restart`, with the real service in the background. */
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isRunning } from '../../../src/node/host/is-running.ts';
import { bob, exampleWorld } from '../../support/sts-simulator/example-world.ts';
import { type Machine, machineOfTest } from '../seeds/support/machine.ts';

const configuration = `[aws]\naccess_key = ${bob.accessKeyId}\nsecret_key = ${bob.secretAccessKey}\nmfa_enabled = no\n`;

async function machineWith(name: string, text = configuration): Promise<Machine> {
  const machine = await machineOfTest(name, exampleWorld());
  await machine.write('own.conf', text);
  return machine;
}

const START = 'metafob start --config own.conf --port 0 --log-level debug';

const healthOf = async (url: string) => (await fetch(`${url}/manage/health`)).json();

describe('start', () => {
  test('leaves a service behind that goes on when the command has ended', async () => {
    const machine = await machineWith('lifecycle-start');
    const { exitCode, stdout, stderr } = await machine.bash(START);
    const { processId, url } = await machine.service();
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain(`Metafob runs (process ${processId}) on ${url}`);
    expect(await healthOf(url)).toMatchObject({ status: 'ok', processId });
    expect((await machine.bash('metafob status')).stdout).toContain(url);
  });

  test('a second time starts nothing, and says what runs', async () => {
    const machine = await machineWith('lifecycle-twice');
    await machine.bash(START);
    const { processId } = await machine.service();
    const { exitCode, stdout } = await machine.bash(START);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`Metafob runs already (process ${processId})`);
    expect((await machine.service()).processId).toBe(processId);
  });

  test('names the file of its messages, which is for the user alone', async () => {
    const machine = await machineWith('lifecycle-log');
    const { stdout } = await machine.bash(`${START} --json`);
    const { logFile } = JSON.parse(stdout);
    expect(dirname(logFile)).toBe(join(machine.home, 'run', 'metafob'));
    expect((await stat(logFile)).mode & 0o777).toBe(0o600);
    expect((await machine.bash(`cat '${logFile}'`)).stdout).toContain('Manage page on');
  });

  test('tells where the configuration is broken, and leaves nothing behind', async () => {
    const machine = await machineWith('lifecycle-broken', '[metadata]\nport = many\n');
    const { exitCode, stdout, stderr } = await machine.bash('metafob start --config own.conf');
    expect({ exitCode, stdout }).toEqual({ exitCode: 7, stdout: '' });
    expect(stderr).toMatch(/own\.conf:2: port must be/);
    expect((await machine.bash('metafob status')).exitCode).toBe(3);
  });

  test('tells that its port is taken', async () => {
    const machine = await machineWith('lifecycle-port');
    const taken = new URL(machine.simulator.url).port;
    const { exitCode, stderr } = await machine.bash(`metafob start --config own.conf --port ${taken}`);
    expect(exitCode).toBe(7);
    expect(stderr).toContain(taken);
  });

  test('finds a configuration by a relative path, and keeps its options', async () => {
    const machine = await machineWith('lifecycle-options');
    await machine.bash(
      `cd / && metafob start --config '${machine.home.slice(1)}/own.conf' --port 0 --imdsv2 required`,
    );
    const { url } = await machine.service();
    expect((await fetch(`${url}/latest/meta-data/`)).status).toBe(401);
  });
});

describe('stop', () => {
  test('ends the service and returns when it is gone', async () => {
    const machine = await machineWith('lifecycle-stop');
    await machine.bash(START);
    const { processId, url } = await machine.service();
    expect(await machine.bash('metafob stop')).toMatchObject({
      exitCode: 0,
      stdout: 'Metafob is stopped.\n',
    });
    expect(isRunning(processId)).toBe(false);
    await expect(fetch(url)).rejects.toThrow();
    await expect(machine.service()).rejects.toThrow('ENOENT');
  });

  test('is fine when nothing runs', async () => {
    const machine = await machineWith('lifecycle-stop-nothing');
    expect(await machine.bash('metafob stop')).toMatchObject({
      exitCode: 0,
      stdout: 'Metafob does not run.\n',
    });
    expect(JSON.parse((await machine.bash('metafob stop --json')).stdout)).toEqual({ stopped: false });
  });
});

describe('restart', () => {
  test('is another process, without the sessions of the one before', async () => {
    const machine = await machineWith('lifecycle-restart');
    await machine.bash(`${START} && metafob login`);
    const before = await machine.service();
    expect((await machine.bash('metafob status --json')).stdout).toContain('"active"');
    expect((await machine.bash(START.replace('start', 'restart'))).exitCode).toBe(0);
    const after = await machine.service();
    expect(after.processId).not.toBe(before.processId);
    expect(isRunning(before.processId)).toBe(false);
    expect(JSON.parse((await machine.bash('metafob status --json')).stdout).session.state).toBe('none');
  });

  test('starts a service where none ran', async () => {
    const machine = await machineWith('lifecycle-restart-nothing');
    expect((await machine.bash(START.replace('start', 'restart'))).exitCode).toBe(0);
    expect(await healthOf((await machine.service()).url)).toMatchObject({ status: 'ok' });
  });
});
