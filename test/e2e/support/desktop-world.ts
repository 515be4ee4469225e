import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import {
  type RunningService,
  RunningService as RunningServiceShape,
} from '../../../src/shared/manage-api.ts';
import { defaultSettings, type Settings } from '../../../src/shared/settings.ts';
import { begin, type Exchange, type RawAnswer } from '../../integration/service/support/raw-request.ts';
import { LOCAL_CREDENTIALS } from '../../integration/service/support/service-world.ts';
import { endpointVariables } from '../../support/aws-environment.ts';
import { registerSecret, serviceLogFile } from '../../support/log-recorder.ts';
import { alice, bob, exampleWorld, roles } from '../../support/sts-simulator/example-world.ts';
import { type StsSimulator, startStsSimulator } from '../../support/sts-simulator/server.ts';
import { type LaunchedApp, launchApp } from './launch.ts';

/** Alice's role `admin` is in use and needs codes; `deploy` does too; bob and `nobody`, whose key AWS does not know, need none. */
export const configurationOn = (port: number): string => `
[metadata]
profile = admin
port = ${port}

[aws]
access_key = ${alice.accessKeyId}
secret_key = ${alice.secretAccessKey}

[profile:admin]
role_arn = ${roles.administrator}

[profile:deploy]
role_arn = ${roles.production}

[profile:bob]
access_key = ${bob.accessKeyId}
secret_key = ${bob.secretAccessKey}
mfa_enabled = no

[profile:nobody]
access_key = AKIASIMULATEDNOBODY1
secret_key = NobodySecretForTheSimulatorOnly/01234567
mfa_enabled = no
`;

export interface DesktopOptions {
  /** For the file of the app's log. */
  readonly name: string;
  readonly configuration?: string;
  /** Added to `--hidden`, or in its place with `wish`. */
  readonly arguments?: readonly string[];
  /** How the app is launched: `--hidden` unless given; null is a launch by hand. */
  readonly wish?: '--show' | '--prompt' | null;
  /** `memory` unless given. */
  readonly secrets?: 'memory' | 'keychain';
  readonly environment?: Readonly<Record<string, string>>;
  /** What the settings file holds before the start: the defaults of a user who has seen the first run, unless given. */
  readonly settings?: Partial<Settings> | string;
}

/** The built app with a simulator of AWS and an empty home directory. */
export interface DesktopWorld {
  readonly simulator: StsSimulator;
  /** For running `metafob` and AWS clients beside the app. */
  readonly environment: Readonly<Record<string, string>>;
  readonly home: string;
  readonly settingsFile: string;
  readonly configurationFile: string;
  /** The app as it runs now. */
  app(): LaunchedApp;
  /** Quits the app and starts it again with the same folders. */
  restart(): Promise<void>;
  /** The file by which the command line finds the app. */
  service(): Promise<RunningService>;
  serviceFileExists(): boolean;
  /** A program asks for the credentials of the profile in use. */
  ask(): Promise<Exchange>;
  /** What alice's device shows now. */
  code(): string;
  /** A code that alice's device does not show around now. */
  wrongCode(): string;
  /** Waits until the pop-up is on the screen. */
  popUp(): Promise<Page>;
  /** Waits until the dashboard is on the screen. */
  dashboard(): Promise<Page>;
  /** Starts a session of the profile in use with a code, as programs and people do it. */
  startSession(): Promise<RawAnswer>;
}

/** `expect.poll` with patience for a busy machine. */
export const eventually = <Value>(look: () => Value | Promise<Value>) =>
  expect.poll(look, { timeout: 15_000 });

/** Everything is stopped and removed when the test ends. */
export async function startDesktop(options: DesktopOptions): Promise<DesktopWorld> {
  const home = await mkdtemp(join(tmpdir(), 'metafob-desktop-'));
  const simulator = await startStsSimulator({ world: exampleWorld() });
  const folders = {
    XDG_RUNTIME_DIR: join(home, 'run'),
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CACHE_HOME: join(home, 'cache'),
  };
  const userData = join(home, 'app-data');
  for (const folder of [...Object.values(folders), userData]) await mkdir(folder, { mode: 0o700 });
  const settingsFile = join(userData, 'settings.json');
  const { settings = {} } = options;
  const content =
    typeof settings === 'string'
      ? settings
      : JSON.stringify({ ...defaultSettings, firstRunDone: true, ...settings });
  await writeFile(settingsFile, content, { mode: 0o600 });
  const configurationFile = join(home, 'metafob.conf');
  const configuration = options.configuration ?? configurationOn(0);
  await writeFile(configurationFile, configuration);
  await chmod(configurationFile, 0o600);
  for (const [, secret] of configuration.matchAll(/^(?:secret_key|mfa_secret)\s*=\s*(\S+)/gm)) {
    if (secret !== undefined) registerSecret(secret);
  }
  const environment = {
    PATH: process.env.PATH ?? '',
    HOME: home,
    LANG: 'C.UTF-8',
    ...folders,
    ...endpointVariables(simulator.url),
    ...options.environment,
  };
  const wish = options.wish === undefined ? '--hidden' : options.wish;
  const launch = () =>
    launchApp({
      userData,
      args: [
        ...(wish === null ? [] : [wish]),
        ...['--config', configurationFile, '--log-level', 'debug'],
        ...['--secrets', options.secrets ?? 'memory', ...(options.arguments ?? [])],
      ],
      environment: { ...withoutThisMachine(process.env), ...environment },
    });
  let running = await launch();
  const logs: string[] = [];
  const end = async () => {
    await running.close();
    logs.push(running.standardError());
  };
  onTestFinished(async () => {
    await end();
    await writeFile(serviceLogFile(options.name), logs.join(''));
    await simulator.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  });

  const serviceFile = join(folders.XDG_RUNTIME_DIR, 'metafob', 'service.json');
  const serviceFileExists = () => existsSync(serviceFile);
  const world: DesktopWorld = {
    simulator,
    environment,
    home,
    settingsFile,
    configurationFile,
    app: () => running,
    async restart() {
      await end();
      running = await launch();
    },
    async service() {
      await eventually(serviceFileExists).toBe(true);
      const service = RunningServiceShape.parse(JSON.parse(await readFile(serviceFile, 'utf8')));
      registerSecret(service.token);
      return service;
    },
    serviceFileExists,
    ask: async () => begin((await world.service()).url, { path: LOCAL_CREDENTIALS }),
    code() {
      const code = simulator.codeFor(alice.serialNumber);
      registerSecret(code);
      return code;
    },
    wrongCode() {
      const wrong = simulator.codeFor(alice.serialNumber).startsWith('0') ? '918273' : '081726';
      registerSecret(wrong);
      return wrong;
    },
    popUp: () => running.waitForWindow('prompt'),
    dashboard: () => running.waitForWindow('dashboard'),
    async startSession() {
      const program = await world.ask();
      const popUp = await world.popUp();
      await popUp.getByLabel('Token code').fill(world.code());
      return program.finished;
    },
  };
  return world;
}

/** No AWS configuration, proxy or D-Bus session of the machine that runs the tests. */
const withoutThisMachine = (
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, undefined> =>
  Object.fromEntries(
    Object.keys(environment)
      .filter((name) => /^AWS_|_proxy$|^DBUS_|^XDG_|^METAFOB_(?!TEST)/i.test(name))
      .map((name) => [name, undefined]),
  );
