import { watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { openSecretStore } from '../../../src/node/secrets/open-secret-store.ts';
import { createStoredAccessKeys } from '../../../src/node/secrets/stored-access-keys.ts';
import { createHttpHandler } from '../../../src/node/sts/http-handler.ts';
import { readSection } from '../../../src/node/user-files/edit-ini.ts';
import { alice, bob, roles } from '../../support/sts-simulator/example-world.ts';
import type { StsSimulator } from '../../support/sts-simulator/server.ts';
import { createUserOfFiles, type UserOfFiles } from './support.ts';

const foreign = '# mine\n\n[other]\naws_access_key_id = AKIAOTHEROTHEROTHER1\nunknown = 1 # kept\n\n';
const ownForeign = '# mine\n[metadata]\nport = 45123\n\n';
const bobAws = `aws_access_key_id = ${bob.accessKeyId}\naws_secret_access_key = ${bob.secretAccessKey}\n`;
const bobOwn = `access_key = ${bob.accessKeyId}\nsecret_key = ${bob.secretAccessKey}\nmfa_enabled = no\n`;
const csv = `Access key ID,Secret access key\n${bob.accessKeyId},${bob.secretAccessKey}\n`;

/** A command that changes files, on the files it finds, and what must be so whenever it was killed. */
export interface KillCase {
  readonly name: string;
  readonly words: readonly string[];
  readonly piped?: string;
  readonly credentials: string;
  readonly own: string;
  /** Throws, or gives a sentence, when something was lost. */
  readonly check: (user: UserOfFiles, simulator: StsSimulator) => Promise<string | undefined>;
}

const store = ['--secrets', 'file'];

export const killCases: readonly KillCase[] = [
  {
    name: 'configure',
    words: ['configure', 'work', '--csv', '-', ...store],
    piped: csv,
    credentials: foreign,
    own: ownForeign,
    async check(user) {
      const id = await entryOf(user, user.files.own, 'profile:work', 'access_key');
      return id === undefined || (await storedSecret(user, id)) === bob.secretAccessKey
        ? undefined
        : 'the configuration names a key whose secret is not stored';
    },
  },
  {
    name: 'login --write',
    words: ['login', 'bob', '--write', '--as', 'work', ...store],
    credentials: `${foreign}[work]\n${bobAws}`,
    own: `${ownForeign}[profile:bob]\n${bobOwn}`,
    async check(user) {
      const id = await entryOf(user, user.files.credentials, 'work', 'aws_access_key_id');
      if (id === bob.accessKeyId) return undefined;
      const token = await entryOf(user, user.files.credentials, 'work', 'aws_session_token');
      if (!token) return 'the session is incomplete';
      const kept = await entryOf(user, user.files.own, 'profile:work', 'access_key');
      return kept === bob.accessKeyId && (await storedSecret(user, kept)) === bob.secretAccessKey
        ? undefined
        : 'the long-term key is lost';
    },
  },
  {
    name: 'assume-role --write',
    words: ['assume-role', roles.readOnly, '--profile', 'bob', '--as', 'read', '--write', ...store],
    credentials: foreign,
    own: `${ownForeign}[profile:bob]\n${bobOwn}`,
    async check(user) {
      const id = await entryOf(user, user.files.credentials, 'read', 'aws_access_key_id');
      const token = await entryOf(user, user.files.credentials, 'read', 'aws_session_token');
      return (id === undefined) === (token === undefined) ? undefined : 'the session is incomplete';
    },
  },
  {
    name: 'rotate',
    words: ['rotate', 'bob', ...store],
    credentials: `${foreign}[work]\n${bobAws}`,
    own: `${ownForeign}[profile:bob]\n${bobOwn}`,
    async check(user, simulator) {
      const own = await keyIn(user, user.files.own, 'profile:bob', ['access_key', 'secret_key']);
      const aws = await keyIn(user, user.files.credentials, 'work', [
        'aws_access_key_id',
        'aws_secret_access_key',
      ]);
      for (const key of [own, aws]) await whoIs(simulator, key);
      return undefined;
    },
  },
  {
    name: 'secret import',
    words: ['secret', 'import', ...store],
    credentials: foreign,
    own: `${ownForeign}[aws]\naccess_key = ${alice.accessKeyId}\nsecret_key = x\nmfa_secret = ${alice.mfaSecret}\n`,
    async check(user) {
      const text = (await user.read(user.files.own)) ?? '';
      if (text.includes(alice.mfaSecret)) return undefined;
      const found = await openStore(user).read(`mfa-secret:${alice.accessKeyId}`);
      return found.kind === 'found' && found.secret === alice.mfaSecret
        ? undefined
        : 'the MFA secret is lost';
    },
  },
];

const openStore = (user: UserOfFiles) =>
  openSecretStore({
    kind: 'file',
    directory: dirname(user.files.own),
    platform: 'linux',
    environment: { ...user.environment },
  });

const storedSecret = async (user: UserOfFiles, accessKeyId: string): Promise<string | undefined> => {
  const found = await createStoredAccessKeys(openStore(user)).find(accessKeyId);
  return found.ok ? found.value.secretAccessKey : undefined;
};

async function entryOf(
  user: UserOfFiles,
  file: string,
  section: string,
  key: string,
): Promise<string | undefined> {
  const dialect = file === user.files.own ? 'metafob' : 'aws';
  const read = readSection((await user.read(file)) ?? '', section, dialect);
  if (!read.ok) throw new Error(`${file}: ${read.failure.message}`);
  return read.value?.get(key);
}

async function keyIn(
  user: UserOfFiles,
  file: string,
  section: string,
  [id, secret]: readonly [string, string],
): Promise<{ accessKeyId: string; secretAccessKey: string }> {
  const accessKeyId = await entryOf(user, file, section, id);
  const secretAccessKey = await entryOf(user, file, section, secret);
  if (!accessKeyId || !secretAccessKey) throw new Error(`${file} has no key any more`);
  return { accessKeyId, secretAccessKey };
}

const whoIs = async (
  simulator: StsSimulator,
  credentials: { accessKeyId: string; secretAccessKey: string },
): Promise<void> => {
  const requestHandler = await createHttpHandler({});
  const client = new STSClient({ endpoint: simulator.url, region: 'eu-west-1', credentials, requestHandler });
  await client.send(new GetCallerIdentityCommand({}));
  client.destroy();
};

export type KillOutcome = 'nothing changed yet' | 'something changed' | 'ended before';

/** How long the command takes when nobody kills it, in ms. Throws when it fails. */
export async function measure(
  killCase: KillCase,
  simulator: StsSimulator,
  command?: string,
): Promise<number> {
  const user = await prepare(killCase, simulator, command);
  try {
    const start = performance.now();
    const ended = await user.run(killCase.words, killCase.piped);
    if (ended.exitCode !== 0) throw new Error(`${killCase.name} failed: ${ended.stderr}`);
    const problem = await findProblem(killCase, user, simulator);
    if (problem !== undefined) throw new Error(`${killCase.name}: ${problem}`);
    return performance.now() - start;
  } finally {
    await user.remove();
  }
}

/** When to kill: so many ms after the start, or after the first sign of a change of a file. */
export interface KillMoment {
  readonly after: 'start' | 'first change';
  readonly delay: number;
}

/**
 * Runs the command in new surroundings and kills it. Throws, naming the moment, when a file lost anything or
 * has become unreadable.
 */
export async function killOnce(
  killCase: KillCase,
  simulator: StsSimulator,
  { after, delay }: KillMoment,
  command?: string,
): Promise<KillOutcome> {
  const user = await prepare(killCase, simulator, command);
  const watching = new AbortController();
  const changed = firstChange([user.files.credentials, user.files.own], watching.signal);
  try {
    const child = user.start(killCase.words);
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(killCase.piped ?? '');
    const closed = new Promise<NodeJS.Signals | null>((resolve) =>
      child.on('close', (_code, signal) => resolve(signal)),
    );
    if (after === 'first change') await Promise.race([changed, closed]);
    await pause(delay);
    child.kill('SIGKILL');
    const wasKilled = (await closed) === 'SIGKILL';
    const problem = await findProblem(killCase, user, simulator);
    if (problem !== undefined)
      throw new Error(`${killCase.name}, killed ${delay} ms after the ${after}: ${problem}`);
    if (!wasKilled) return 'ended before';
    const isAsBefore =
      (await user.read(user.files.credentials)) === killCase.credentials &&
      (await user.read(user.files.own)) === killCase.own;
    return isAsBefore ? 'nothing changed yet' : 'something changed';
  } finally {
    watching.abort();
    await user.remove();
  }
}

/** Of a file, its lock, its draft or its backup: their names hold its name. */
const firstChange = (files: readonly string[], signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    for (const file of files) {
      watch(dirname(file), { signal, persistent: false }, (_event, name) => {
        if (name?.includes(basename(file))) resolve();
      });
    }
  });

async function prepare(
  { credentials, own }: KillCase,
  simulator: StsSimulator,
  command: string | undefined,
): Promise<UserOfFiles> {
  simulator.reset();
  const user = await createUserOfFiles(simulator.url, command);
  await user.write(user.files.credentials, credentials);
  await user.write(user.files.own, own);
  return user;
}

async function findProblem(
  { check }: KillCase,
  user: UserOfFiles,
  simulator: StsSimulator,
): Promise<string | undefined> {
  const credentials = (await user.read(user.files.credentials)) ?? '';
  const own = (await user.read(user.files.own)) ?? '';
  if (!credentials.startsWith(foreign)) return 'the credentials file lost lines of the user';
  if (!own.startsWith(ownForeign)) return 'the configuration lost lines of the user';
  if (!credentials.endsWith('\n') || !own.endsWith('\n')) return 'a file is cut off';
  return check(user, simulator);
}
