import { bob, roles } from '../../support/sts-simulator/example-world.ts';
import {
  bobAws,
  bobOwn,
  entriesOf,
  foreign,
  type KillCase,
  type KillScene,
  keyIn,
  storedSecret,
  unless,
  whoIs,
} from './kill-case.ts';
import type { UserFiles } from './support.ts';

const store = ['--secrets', 'file'];
const csv = `Access key ID,Secret access key\n${bob.accessKeyId},${bob.secretAccessKey}\n`;
const earlierKey = { accessKeyId: 'AKIAEARLIEREARLIER01', secretAccessKey: 'earlier' };
const earlierAws = `aws_access_key_id = ${earlierKey.accessKeyId}\naws_secret_access_key = ${earlierKey.secretAccessKey}\n`;

const configureWords = ['configure', 'work', '--csv', '-', ...store];

const configure: KillCase = {
  name: 'configure',
  words: configureWords,
  piped: csv,
  before: () => ({ credentials: foreign.credentials, own: foreign.own }),
  async check(scene) {
    const id = (await entriesOf(scene, 'own', 'profile:work')).get('access_key');
    const isStored = id === undefined || (await storedSecret(scene, id)) === bob.secretAccessKey;
    return unless(isStored, 'the configuration names a key whose secret is not stored');
  },
  async checkEnd(scene) {
    const id = (await entriesOf(scene, 'own', 'profile:work')).get('access_key');
    return unless(id === bob.accessKeyId, 'the key is not configured');
  },
};

/** Into a section of a file that AWS-recipes uses, and that has another key before. */
const configureInFile = (file: 'credentials' | 'withoutMfa', section: string): KillCase => ({
  name: `configure into ${file === 'credentials' ? `[${section}]` : 'credentials.no-mfa'}`,
  words: configureWords,
  piped: csv,
  before: () => ({
    credentials: foreign.credentials,
    own: foreign.own,
    [file]: `${foreign[file]}\n[${section}]\n${earlierAws}`,
  }),
  async check(scene) {
    const key = await keyIn(scene, file, section);
    const isOne = [earlierKey, bob].some((whole) => isSameKey(whole, key));
    return unless(isOne, 'the section has neither the earlier nor the new key');
  },
  async checkEnd(scene) {
    return unless(isSameKey(bob, await keyIn(scene, file, section)), 'the section has no new key');
  },
});

type Key = Awaited<ReturnType<typeof keyIn>>;
const isSameKey = (one: NonNullable<Key>, other: Key): boolean =>
  one.accessKeyId === other?.accessKeyId && one.secretAccessKey === other.secretAccessKey;

/** Whose long-term key in `[work]` must be somewhere at any time. */
const login: KillCase = {
  name: 'login --write',
  words: ['login', 'bob', '--write', '--as', 'work', ...store],
  before: () => ({
    credentials: `${foreign.credentials}\n[work]\n${bobAws}`,
    own: `${foreign.own}\n[profile:bob]\n${bobOwn}`,
  }),
  async check(scene) {
    const key = await keyIn(scene, 'credentials', 'work');
    if (key?.accessKeyId === bob.accessKeyId) return undefined;
    const kept = (await entriesOf(scene, 'own', 'profile:work')).get('access_key');
    const isKept = kept === bob.accessKeyId && (await storedSecret(scene, kept)) === bob.secretAccessKey;
    return unless(isKept, 'the long-term key is lost');
  },
  checkEnd: (scene) => sessionWorks(scene, 'work'),
};

const loginWithRecipes: KillCase = {
  ...login,
  name: 'login --write beside credentials.no-mfa',
  before: () => ({
    withoutMfa: foreign.withoutMfa,
    credentials: `${foreign.credentials}\n[work]\n${bobAws}`,
    own: `${foreign.own}\n[profile:bob]\n${bobOwn}`,
  }),
  async check(scene) {
    const places: readonly (keyof UserFiles)[] = ['credentials', 'withoutMfa'];
    const keys = await Promise.all(places.map((file) => keyIn(scene, file, 'work')));
    return unless(
      keys.some((key) => isSameKey(bob, key)),
      'the long-term key is lost',
    );
  },
};

const assumeRoleWords = ['assume-role', roles.readOnly, '--profile', 'bob', '--as', 'read'];
const withBob = () => ({
  credentials: foreign.credentials,
  own: `${foreign.own}\n[profile:bob]\n${bobOwn}`,
});

const writeRole: KillCase = {
  name: 'assume-role --write',
  words: [...assumeRoleWords, '--write', ...store],
  before: withBob,
  async check(scene) {
    const key = await keyIn(scene, 'credentials', 'read');
    return unless(key === undefined || key.sessionToken !== undefined, 'the session is incomplete');
  },
  checkEnd: (scene) => sessionWorks(scene, 'read'),
};

const keepRole: KillCase = {
  name: 'assume-role',
  words: assumeRoleWords,
  before: withBob,
  async check(scene) {
    const entries = await entriesOf(scene, 'own', 'profile:read');
    return unless(entries.has('role_arn') === entries.has('source_profile'), 'the profile is incomplete');
  },
  async checkEnd(scene) {
    const role = (await entriesOf(scene, 'own', 'profile:read')).get('role_arn');
    return unless(role === roles.readOnly, 'the profile has no role');
  },
};

async function sessionWorks(scene: KillScene, section: string): Promise<string | undefined> {
  const key = await keyIn(scene, 'credentials', section);
  if (key?.sessionToken === undefined) return 'there is no session';
  await whoIs(scene, key);
  return undefined;
}

export const keyCases: readonly KillCase[] = [
  configure,
  configureInFile('withoutMfa', 'work'),
  configureInFile('credentials', 'work-nomfa'),
  login,
  loginWithRecipes,
  writeRole,
  keepRole,
];
