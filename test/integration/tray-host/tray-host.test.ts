import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gdbusMonitor } from '../../../src/node/host/tray-host/gdbus-monitor.ts';
import { type TrayHost, watchTrayHost } from '../../../src/node/host/tray-host/tray-host.ts';
import { type RunCommand, runCommand } from '../../../src/node/secrets/secret-service-lock.ts';
import {
  environmentWithoutBus,
  type SecretServiceSession,
  startSecretService,
} from '../../support/secret-service.ts';
import { type FakeWatcher, startFakeWatcher } from './fake-watcher.ts';

/** As if only this one of the tools were installed. */
const only =
  (program: string, run: RunCommand): RunCommand =>
  async (wanted, parameters) =>
    wanted === program ? run(wanted, parameters) : { kind: 'not-installed' };

describe('on a D-Bus session', () => {
  let session: SecretServiceSession;
  let watcher: FakeWatcher;
  let host: TrayHost;
  let run: RunCommand;

  beforeEach(async () => {
    session = await startSecretService({ keyring: 'none' });
    watcher = startFakeWatcher(session.environment);
    run = runCommand(session.environment, 20_000);
    host = watchTrayHost({ platform: 'linux', run, monitor: gdbusMonitor(session.environment) });
  });
  afterEach(async () => {
    host.stop();
    await watcher.stop();
    await session.stop();
  });

  it.each(['gdbus', 'busctl', 'dbus-send'])('%s tells whether there is a tray', async (program) => {
    const asked = watchTrayHost({
      platform: 'linux',
      run: only(program, run),
      monitor: gdbusMonitor(session.environment),
    });
    expect(await asked.state()).toBe('absent');
    await watcher.tell('own');
    expect(await asked.state()).toBe('absent');
    await watcher.tell('host on');
    expect(await asked.state()).toBe('present');
    expect(await asked.isAvailable()).toBe(true);
  });

  it('tells when a tray comes and goes, and nothing in between', async () => {
    const told: boolean[] = [];
    let onTold = () => {};
    expect(await host.isAvailable()).toBe(false);
    host.subscribe((available) => {
      told.push(available);
      onTold();
    });
    const news = () => new Promise<void>((resolve) => (onTold = resolve));
    for (const commands of [['own', 'host on'], ['host off'], ['host on'], ['disown']] as const) {
      const toBeTold = news();
      for (const command of commands) await watcher.tell(command);
      await toBeTold;
    }
    expect(told).toEqual([true, false, true, false]);
  });
});

describe('where D-Bus cannot be asked', () => {
  const unheard = () => () => {};

  it('there is no tray to count on without a bus', async () => {
    const home = await mkdtemp(join(tmpdir(), 'no-bus-'));
    const run = runCommand(environmentWithoutBus(home), 20_000);
    const host = watchTrayHost({ platform: 'linux', run, monitor: unheard });
    expect(await host.isAvailable()).toBe(false);
    await rm(home, { recursive: true });
  });

  it.each(['not-installed', 'no-answer'] as const)(
    'nobody knows (%s), and no tray is counted on',
    async (kind) => {
      const host = watchTrayHost({ platform: 'linux', run: async () => ({ kind }), monitor: unheard });
      expect(await host.state()).toBe('unknown');
      expect(await host.isAvailable()).toBe(false);
    },
  );

  it('macOS and Windows have a tray without asking', async () => {
    const refuse: RunCommand = async () => {
      throw new Error('nobody may be asked');
    };
    for (const platform of ['darwin', 'win32'] as const) {
      expect(await watchTrayHost({ platform, run: refuse, monitor: unheard }).isAvailable()).toBe(true);
    }
  });
});
