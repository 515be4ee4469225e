import { setEntries } from '../../../src/node/user-files/edit-ini.ts';
import {
  bobAws,
  bobOwn,
  deleteKey,
  foreign,
  type HeldKey,
  type KillCase,
  type KillScene,
  keyIn,
  keysAtAws,
  unless,
  whoIs,
} from './kill-case.ts';

/** A key that two files use. */
export const rotateCase: KillCase = {
  name: 'rotate',
  words: ['rotate', 'bob', '--secrets', 'file'],
  before: () => ({
    credentials: `${foreign.credentials}\n[work]\n${bobAws}`,
    own: `${foreign.own}\n[profile:bob]\n${bobOwn}`,
  }),
  async check(scene) {
    const { own, aws } = await bothKeys(scene);
    await whoIs(scene, own);
    await whoIs(scene, aws);
    return undefined;
  },
  async checkEnd(scene) {
    const { own, aws } = await bothKeys(scene);
    if (own.accessKeyId !== aws.accessKeyId) return 'the files have different keys';
    return unless((await keysAtAws(scene, own)).length === 1, 'there is a second key');
  },
  /** Deletes the second key as the message says; what still uses it gets the other key first. */
  async obey(scene, { stderr }) {
    const [, second] = /delete-access-key --access-key-id (\w+)/.exec(stderr) ?? [];
    if (second === undefined) return false;
    const { own, aws } = await bothKeys(scene);
    if (aws.accessKeyId === second) await putIntoCredentials(scene, own);
    await deleteKey(scene, own, second);
    return true;
  },
};

async function bothKeys(scene: KillScene): Promise<{ readonly own: HeldKey; readonly aws: HeldKey }> {
  const own = await keyIn(scene, 'own', 'profile:bob');
  const aws = await keyIn(scene, 'credentials', 'work');
  if (own === undefined || aws === undefined) throw new Error('a file has no key any more');
  return { own, aws };
}

async function putIntoCredentials({ user }: KillScene, key: HeldKey): Promise<void> {
  const { credentials } = user.files;
  const edited = setEntries((await user.read(credentials)) ?? '', 'work', {
    aws_access_key_id: key.accessKeyId,
    aws_secret_access_key: key.secretAccessKey,
  });
  if (!edited.ok) throw new Error(edited.failure.message);
  await user.write(credentials, edited.value);
}
