/** Programs outside npm that the tests or the benchmark run. On Debian and its kin they are installed. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run, StepFailure, say } from './process.mjs';

/** A Debian package, and the command by which it is recognised on any system (if it has one). */
export const testPrograms = [
  { debian: 'chromium', command: 'chromium' },
  { debian: 'xvfb', command: 'Xvfb' },
  { debian: 'dbus', command: 'dbus-daemon' },
  { debian: 'gnome-keyring', command: 'gnome-keyring-daemon' },
  { debian: 'libsecret-1-0' },
  { debian: 'libglib2.0-bin', command: 'gdbus' },
  { debian: 'awscli', command: 'aws' },
  { debian: 'python3-boto3' },
  { debian: 'curl', command: 'curl' },
  { debian: 'desktop-file-utils', command: 'desktop-file-validate' },
  { debian: 'python3-dbus' },
  { debian: 'python3-gi' },
  { debian: 'iproute2', command: 'ip' },
  { debian: 'nftables', command: 'nft' },
  { debian: 'iptables', command: 'iptables' },
  { debian: 'cloud-init', command: 'cloud-init' },
  { debian: 'cloud-guest-utils', command: 'ec2metadata' },
  { debian: 's3cmd', command: 's3cmd' },
  { debian: 'rclone', command: 'rclone' },
  { debian: 'fish', command: 'fish' },
];
export const benchPrograms = [{ debian: 'wrk', command: 'wrk' }];

// The folders of the administrator are not always on the search path of a user.
const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];

const isCommand = (name) => folders.some((folder) => existsSync(join(folder, name)));

const succeeds = (program, args) => spawnSync(program, args, { stdio: 'ignore' }).status === 0;

/** `dpkg-query -l` starts the line of an installed package with `ii`, and may add `:amd64` to its name. */
const installedPackages = (names) => {
  const { stdout } = spawnSync('dpkg-query', ['-l', ...names], { encoding: 'utf8' });
  return new Set([...(stdout ?? '').matchAll(/^ii\s+([^\s:]+)/gm)].map(([, name]) => name));
};

/** Without dpkg nothing can be said about a package that has no command: its tests will tell. */
const missingFrom = (programs) => {
  const absent = programs.filter(({ command }) => command === undefined || !isCommand(command));
  if (absent.length === 0) return [];
  if (!isCommand('dpkg-query')) return absent.filter(({ command }) => command !== undefined);
  const installed = installedPackages(absent.map(({ debian }) => debian));
  return absent.filter(({ debian }) => !installed.has(debian));
};

/** The words to put before a command so that it runs as root, or undefined when that needs a password. */
const asRoot = () => {
  if (process.getuid?.() === 0) return [];
  return isCommand('sudo') && succeeds('sudo', ['-n', 'true']) ? ['sudo', '-n'] : undefined;
};

const aptInstall = async (prefix, packages) => {
  say(`installing Debian packages with apt-get: ${packages.join(' ')}`);
  const [program, ...before] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get'];
  if ((await run(program, [...before, 'update', '-qq'])) !== 0) return;
  await run(program, [...before, 'install', '-y', '-qq', '--no-install-recommends', ...packages]);
};

/**
 * Installs what is missing where that is possible. Elsewhere it names what is missing and goes on, since
 * most tests do without; under CI a missing program is an error, so that no test is silently left out.
 */
export const installPrograms = async (programs) => {
  const missing = missingFrom(programs);
  if (missing.length === 0) return;
  const prefix = isCommand('apt-get') ? asRoot() : undefined;
  if (prefix !== undefined) {
    await aptInstall(
      prefix,
      missing.map(({ debian }) => debian),
    );
  }
  const stillMissing = missingFrom(missing).map(({ debian, command }) => command ?? debian);
  if (stillMissing.length === 0) return;
  const names = stillMissing.join(', ');
  if (process.env.CI === 'true')
    throw new StepFailure(`missing programs: ${names}. Install them and try again`);
  say(`not installed: ${names}; what needs them is skipped. Install them with your package manager`);
};
