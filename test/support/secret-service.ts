import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** A D-Bus session of its own with a home directory of its own, so that no test sees the developer's keyring. */
export interface SecretServiceSession {
  /** Start programs with this environment to have them run in the session. */
  readonly environment: NodeJS.ProcessEnv;
  /** Empty, and removed with the session. */
  readonly directory: string;
  /** Locks the default keyring, as the desktop does. */
  lock(): Promise<void>;
  /** Whether anything made the keyring ask for its password since the session began. */
  promptWasOpened(): boolean;
  stop(): Promise<void>;
}

export interface SecretServiceOptions {
  /** `unlocked`: GNOME Keyring with a login keyring. `none`: a D-Bus session without a Secret Service. */
  readonly keyring: 'unlocked' | 'none';
}

const busConfiguration = (runtime: string, services: string): string => `<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=${runtime}</listen>
  <servicedir>${services}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;

/**
 * A prompter that leaves a mark and then never answers, like a password dialogue that nobody looks at. It ends
 * with the bus that it watches.
 */
const prompter = (mark: string): string => `#!/bin/sh
: > '${mark}'
exec dbus-monitor --session type=error > /dev/null
`;

const service = (program: string): string => `[D-BUS Service]
Name=org.gnome.keyring.SystemPrompter
Exec=${program}
`;

const isolated = (home: string): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  HOME: home,
  LANG: 'C.UTF-8',
  XDG_CACHE_HOME: join(home, 'cache'),
  XDG_CONFIG_HOME: join(home, 'config'),
  XDG_DATA_HOME: join(home, 'data'),
  XDG_RUNTIME_DIR: join(home, 'run'),
});

/** The environment of a machine without any D-Bus session. */
export const environmentWithoutBus = (home: string): NodeJS.ProcessEnv => isolated(home);

const firstLine = async (child: ChildProcess): Promise<string> => {
  if (child.stdout === null) throw new Error('The output of dbus-run-session is not piped.');
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return String(line);
};

const unlock = async (environment: NodeJS.ProcessEnv): Promise<void> => {
  const parameters = ['--unlock', '--components=secrets'];
  const daemon = spawn('gnome-keyring-daemon', parameters, {
    env: environment,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  daemon.stdin.end('password of the test keyring');
  const [code] = await once(daemon, 'exit');
  if (code !== 0) throw new Error(`gnome-keyring-daemon ended with ${code}.`);
  // What ended was only the parent; the daemon itself goes on in the background and takes its name on the bus.
  const wait = ['wait', '--session', '--timeout', '20', 'org.freedesktop.secrets'];
  await execute('gdbus', wait, { env: environment });
};

/** Needs the Debian packages dbus, gnome-keyring and libglib2.0-bin. */
export const startSecretService = async ({
  keyring,
}: SecretServiceOptions): Promise<SecretServiceSession> => {
  const home = await mkdtemp(join(tmpdir(), 'secret-service-'));
  const base = isolated(home);
  const services = join(home, 'services');
  const directory = join(home, 'work');
  const mark = join(home, 'prompt-was-opened');
  for (const each of ['data', 'config', 'cache', 'run']) await mkdir(join(home, each), { mode: 0o700 });
  for (const each of [services, directory]) await mkdir(each);
  await writeFile(join(home, 'prompter'), prompter(mark));
  await chmod(join(home, 'prompter'), 0o755);
  await writeFile(join(services, 'prompter.service'), service(join(home, 'prompter')));
  await writeFile(join(home, 'bus.conf'), busConfiguration(join(home, 'run'), services));

  // The bus lives as long as the standard input of this process is open: until stop(), or the end of the tests.
  const session = spawn(
    'dbus-run-session',
    [
      `--config-file=${join(home, 'bus.conf')}`,
      ...['--', 'sh', '-c', 'echo "$DBUS_SESSION_BUS_ADDRESS"; exec cat > /dev/null'],
    ],
    { env: base, stdio: ['pipe', 'pipe', 'ignore'] },
  );
  const environment = { ...base, DBUS_SESSION_BUS_ADDRESS: await firstLine(session) };
  if (keyring === 'unlocked') await unlock(environment);

  return {
    environment,
    directory,
    lock: async () => {
      const target = ['--dest', 'org.freedesktop.secrets', '--object-path', '/org/freedesktop/secrets'];
      const method = 'org.freedesktop.Secret.Service.Lock';
      const keyrings = "[objectpath '/org/freedesktop/secrets/aliases/default']";
      await execute('gdbus', ['call', '--session', ...target, '--method', method, keyrings], {
        env: environment,
      });
    },
    promptWasOpened: () => existsSync(mark),
    stop: async () => {
      const ended = once(session, 'exit');
      session.stdin.end();
      await ended;
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};
