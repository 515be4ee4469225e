import { execFile } from 'node:child_process';

/**
 * Whether the keychain can be asked without opening a prompt. `no-keyring`: the service runs but has no default
 * keyring yet, so it holds nothing. `unknown`: nobody could tell; only the keychain's own answer can be used.
 */
export type KeyringState =
  | { readonly kind: 'unlocked' }
  | { readonly kind: 'locked'; readonly reason: string }
  | { readonly kind: 'no-keyring' }
  | { readonly kind: 'unavailable'; readonly reason: string }
  | { readonly kind: 'unknown' };

export type AskKeyringState = () => Promise<KeyringState>;

export type CommandOutcome =
  | { readonly kind: 'answered'; readonly output: string }
  | { readonly kind: 'refused' }
  | { readonly kind: 'no-answer' }
  | { readonly kind: 'not-installed' };

export type RunCommand = (program: string, parameters: readonly string[]) => Promise<CommandOutcome>;

const service = 'org.freedesktop.secrets';
const defaultKeyring = '/org/freedesktop/secrets/aliases/default';
const collection = 'org.freedesktop.Secret.Collection';

/** The same two questions in the language of each tool; which of them is installed differs by distribution. */
const tools = [
  {
    program: 'gdbus',
    locked: [
      ...['call', '--session', '--dest', service, '--object-path', defaultKeyring],
      ...['--method', 'org.freedesktop.DBus.Properties.Get', collection, 'Locked'],
    ],
    alias: [
      ...['call', '--session', '--dest', service, '--object-path', '/org/freedesktop/secrets'],
      ...['--method', 'org.freedesktop.Secret.Service.ReadAlias', 'default'],
    ],
  },
  {
    program: 'busctl',
    locked: ['--user', 'get-property', service, defaultKeyring, collection, 'Locked'],
    alias: [
      ...['--user', 'call', service, '/org/freedesktop/secrets'],
      ...['org.freedesktop.Secret.Service', 'ReadAlias', 's', 'default'],
    ],
  },
  {
    program: 'dbus-send',
    locked: [
      ...['--session', '--print-reply=literal', `--dest=${service}`, defaultKeyring],
      ...['org.freedesktop.DBus.Properties.Get', `string:${collection}`, 'string:Locked'],
    ],
    alias: [
      ...['--session', '--print-reply=literal', `--dest=${service}`, '/org/freedesktop/secrets'],
      ...['org.freedesktop.Secret.Service.ReadAlias', 'string:default'],
    ],
  },
] as const;

const locked: KeyringState = {
  kind: 'locked',
  reason:
    'The keyring is locked. Unlock it (log in to the desktop, or open “Passwords and Keys”), then retry.',
};

const silent: KeyringState = {
  kind: 'locked',
  reason: 'The Secret Service did not answer on D-Bus, so the keyring counts as locked. Check that it runs.',
};

const unavailable: KeyringState = {
  kind: 'unavailable',
  reason: 'There is no Secret Service (such as GNOME Keyring, KWallet or KeePassXC) on this D-Bus session.',
};

/**
 * Asks the Secret Service whether the default keyring is locked, which never opens a prompt, while reading a
 * secret from a locked keyring does. The answers of all three tools hold the word true or false, and the path
 * of the keyring or a lone slash, so no error text has to be understood.
 */
export const askSecretService =
  (run: RunCommand): AskKeyringState =>
  async () => {
    for (const tool of tools) {
      const answer = await run(tool.program, tool.locked);
      if (answer.kind === 'not-installed') continue;
      if (answer.kind === 'no-answer') return silent;
      if (answer.kind === 'answered') return /\btrue\b/.test(answer.output) ? locked : { kind: 'unlocked' };

      // Refused: either there is no default keyring, or no service that could have one.
      const alias = await run(tool.program, tool.alias);
      if (alias.kind === 'no-answer') return silent;
      return alias.kind === 'answered' ? { kind: 'no-keyring' } : unavailable;
    }
    return { kind: 'unknown' };
  };

/** Runs one of the D-Bus tools for at most `limit` milliseconds. */
export const runCommand =
  (environment: NodeJS.ProcessEnv, limit: number): RunCommand =>
  (program, parameters) =>
    new Promise((resolve) => {
      const options = { env: environment, timeout: limit, killSignal: 'SIGKILL' } as const;
      execFile(program, parameters, options, (error, output) => {
        if (error === null) resolve({ kind: 'answered', output });
        else if (error.killed) resolve({ kind: 'no-answer' });
        else
          resolve({ kind: error.code === 'ENOENT' || error.code === 'EACCES' ? 'not-installed' : 'refused' });
      });
    });
