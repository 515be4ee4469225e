import { describe, expect, it } from 'vitest';
import { createActions } from '../../../src/main/app/actions.ts';
import { environmentLine } from '../../../src/main/app/environment-line.ts';
import type { ServiceStatus } from '../../../src/main/desktop-service.ts';
import { instanceFiles } from '../../../src/service/instance-files.ts';
import { createInstanceService } from '../../../src/service/instance-service.ts';
import { createLogger } from '../../../src/service/logger.ts';
import { flushPromises, startEngine } from '../../support/engine-harness.ts';

const listening: ServiceStatus = {
  listeners: [{ host: '127.0.0.1', port: 45000, url: 'http://127.0.0.1:45000' }],
  paused: false,
  configurationFiles: [],
};

function createWorld(status: ServiceStatus = listening) {
  const harness = startEngine();
  const log: string[] = [];
  const instance = createInstanceService({
    engine: harness.engine,
    clock: harness.clock,
    logger: createLogger('silent'),
    environment: {},
    files: instanceFiles('/nowhere/config'),
  });
  const actions = createActions({
    engine: harness.engine,
    service: { status: () => status, setPaused: async (paused) => void log.push(`paused ${paused}`) },
    instance,
    platform: 'linux',
    presentPrompt: () => log.push('prompt'),
    openDashboard: (view) => log.push(`dashboard ${view ?? ''}`.trim()),
    copy: (text) => log.push(`copied ${text}`),
    setLaunchAtLogin: async (on) => void log.push(`launch at login ${on}`),
    quit: () => log.push('quit'),
  });
  return { ...harness, actions, instance, log };
}

const settled = async () => {
  for (let round = 0; round < 5; round += 1) await flushPromises();
};

describe('“Enter code…”', () => {
  it('brings the question forward that is open', async () => {
    const { engine, actions, log } = createWorld();
    void engine.requestCredentials('dev');
    await settled();
    actions.dispatch({ type: 'enter-code' });
    expect(log).toEqual(['prompt']);
  });

  it('opens a question when there is no session', async () => {
    const { engine, actions, log } = createWorld();
    actions.dispatch({ type: 'enter-code' });
    await settled();
    expect(engine.view().prompts).toMatchObject([{ profile: 'dev' }]);
    expect(log).toEqual([]);
  });

  it('opens one even right after a question was cancelled', async () => {
    const { engine, actions } = createWorld();
    void engine.requestCredentials('dev');
    await settled();
    for (const { id } of engine.view().prompts) engine.cancelPrompt(id);
    await settled();
    actions.enterCode();
    await settled();
    expect(engine.view().prompts).toMatchObject([{ profile: 'dev' }]);
  });

  it('shows the dashboard when a stored secret made the session already', async () => {
    const { actions, secrets, log } = createWorld();
    secrets.store();
    actions.enterCode();
    await settled();
    expect(log).toEqual(['dashboard']);
  });
});

describe('the menu of the tray', () => {
  it.each([
    [{ type: 'open-dashboard' }, 'dashboard'],
    [{ type: 'open-settings' }, 'dashboard settings'],
    [{ type: 'copy-environment' }, 'copied export AWS_EC2_METADATA_SERVICE_ENDPOINT=http://127.0.0.1:45000/'],
    [{ type: 'set-launch-at-login', on: true }, 'launch at login true'],
    [{ type: 'set-paused', paused: true }, 'paused true'],
    [{ type: 'quit' }, 'quit'],
  ] as const)('does %j', (command, done) => {
    const { actions, log } = createWorld();
    actions.dispatch(command);
    expect(log).toEqual([done]);
  });

  it('copies no address while there is none', () => {
    const { actions, log } = createWorld({ ...listening, listeners: [] });
    expect(actions.copyEnvironment()).toMatchObject({ ok: false });
    expect(log).toEqual([]);
  });
});

describe('the environment line', () => {
  it('is for PowerShell on Windows', () => {
    expect(environmentLine('http://127.0.0.1:45000', 'win32')).toBe(
      '$env:AWS_EC2_METADATA_SERVICE_ENDPOINT = "http://127.0.0.1:45000/"',
    );
  });
});

describe('“Simulate event”', () => {
  it('tells the instance of an event, and takes all of them back', () => {
    const { actions, instance } = createWorld();
    actions.dispatch({ type: 'simulate-event', event: { kind: 'rebalance-recommendation' } });
    expect(instance.scheduled()).toMatchObject([{ kind: 'rebalance-recommendation', active: true }]);
    actions.dispatch({ type: 'clear-events' });
    expect(instance.scheduled()).toEqual([]);
  });
});
