import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DesktopService, startDesktopService } from '../../../src/main/desktop-service.ts';
import type { MfaSecrets } from '../../../src/node/secrets/mfa-secrets.ts';
import { openSecretStore } from '../../../src/node/secrets/open-secret-store.ts';
import { createLogger } from '../../../src/service/logger.ts';
import { createScratchHome, endpointVariables } from '../../support/aws-environment.ts';
import { alice, exampleWorld } from '../../support/sts-simulator/example-world.ts';
import { startStsSimulator } from '../../support/sts-simulator/server.ts';

const noSecrets: MfaSecrets = {
  find: async () => ({ kind: 'none' }),
  set: async () => ({ ok: true, value: undefined }),
  remove: async () => ({ ok: true, value: false }),
  isLasting: async () => false,
};

async function createWorld() {
  const home = await createScratchHome();
  const simulator = await startStsSimulator({ world: exampleWorld() });
  const runtime = join(home.path, 'run');
  await mkdir(runtime, { mode: 0o700 });
  const file = join(home.path, 'my.conf');
  const running: DesktopService[] = [];
  const port = await freePort();
  const configuration = [
    '[metadata]',
    `port=${port}`,
    '[profile:dev]',
    `access_key=${alice.accessKeyId}`,
    `secret_key=${alice.secretAccessKey}`,
    `mfa_serial=${alice.serialNumber}`,
    '[profile:prod]',
    `access_key=${alice.accessKeyId}`,
    `secret_key=${alice.secretAccessKey}`,
    '',
  ].join('\n');
  await writeFile(file, configuration, { mode: 0o600 });
  return {
    port,
    configuration,
    configure: (content: string) => writeFile(file, content),
    published: () => readFile(join(runtime, 'metafob', 'service.json'), 'utf8').catch(() => undefined),
    async start(activeProfile?: string) {
      const service = await startDesktopService({
        whereabouts: {
          explicitFile: file,
          homeDirectory: home.path,
          workingDirectory: home.path,
          environment: { XDG_RUNTIME_DIR: runtime, ...endpointVariables(simulator.url) },
        },
        mfaSecrets: noSecrets,
        secretStore: openSecretStore({
          kind: 'memory',
          directory: home.path,
          platform: process.platform,
          environment: {},
        }),
        logger: createLogger('silent'),
        pageDirectory: home.path,
        version: '0.0.0',
        ...(activeProfile === undefined ? {} : { activeProfile }),
      });
      running.push(service);
      return service;
    },
    roles: () => fetch(`http://127.0.0.1:${port}/latest/meta-data/iam/security-credentials/`),
    async end() {
      for (const service of running) await service.stop();
      await simulator.close();
      await home.remove();
    },
  };
}

async function occupy(port: number): Promise<Server> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function freePort(): Promise<number> {
  const server = await occupy(0);
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Resolves when the status is as wanted, now or after a change. */
const until = (service: DesktopService, isSo: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    if (isSo()) return resolve();
    const unsubscribe = service.subscribe(() => {
      if (!isSo()) return;
      unsubscribe();
      resolve();
    });
  });

const promptOf = (service: DesktopService): Promise<void> =>
  new Promise((resolve) => {
    const unsubscribe = service.engine.subscribe(({ prompts }) => {
      if (prompts.length === 0) return;
      unsubscribe();
      resolve();
    });
  });

let world: Awaited<ReturnType<typeof createWorld>>;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.end());

describe('the service inside the app', () => {
  it('serves programs, and tells the command line where it is until it stops', async () => {
    const service = await world.start();
    expect((await world.roles()).status).toBe(200);
    expect(service.status()).toMatchObject({ paused: false, configurationFiles: [{ found: true }] });
    expect(await world.published()).toContain(`:${world.port}`);
    await service.stop();
    expect(await world.published()).toBeUndefined();
    await expect(world.roles()).rejects.toThrow();
  });

  it('begins with the profile that was in use last', async () => {
    expect((await world.start('prod')).engine.activeProfile()).toBe('prod');
  });

  it('begins with the configured profile when that one is gone', async () => {
    expect((await world.start('removed')).engine.activeProfile()).toBe('default');
  });
});

describe('a port that another program has', () => {
  it('is told, and taken as soon as it is free and the user tries again', async () => {
    const other = await occupy(world.port);
    const service = await world.start();
    expect(service.status()).toMatchObject({ listeners: [], paused: false });
    expect(service.status().problem).toContain('another program uses this port');
    other.close();
    await once(other, 'close');
    await service.setPaused(false);
    expect(service.status().problem).toBeUndefined();
    expect((await world.roles()).status).toBe(200);
  });
});

describe('a broken configuration', () => {
  it('serves nobody until it is corrected', async () => {
    await world.configure('[metadata]\nport=many\n');
    const service = await world.start('prod');
    expect(service.status().problem).toContain('The configuration has errors');
    expect(service.engine.view().warnings[0]).toMatch(/my\.conf:2: /);
    await expect(world.roles()).rejects.toThrow();

    await world.configure(world.configuration);
    await until(service, () => service.status().listeners.length > 0);
    expect(service.status().problem).toBeUndefined();
    expect(service.engine.activeProfile()).toBe('prod');
    expect((await world.roles()).status).toBe(200);
  });
});

describe('a pause', () => {
  it('closes the listeners and opens them again', async () => {
    const service = await world.start();
    await service.setPaused(true);
    expect(service.status()).toMatchObject({ paused: true, listeners: [] });
    expect(await world.published()).toBeUndefined();
    await expect(world.roles()).rejects.toThrow();
    await service.setPaused(false);
    expect(service.status().paused).toBe(false);
    expect((await world.roles()).status).toBe(200);
  });

  it('leaves nobody waiting who asked before', async () => {
    const service = await world.start('dev');
    const [role] = (await (await world.roles()).text()).split('\n');
    const asked = promptOf(service);
    const answer = fetch(
      `http://127.0.0.1:${world.port}/latest/meta-data/iam/security-credentials/${role}`,
    ).then((response) => response.json());
    await asked;
    await service.setPaused(true);
    expect(await answer).toMatchObject({ Code: expect.not.stringMatching('Success') });
  });
});
