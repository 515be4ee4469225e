import { alice } from '../../support/sts-simulator/example-world.ts';
import {
  enabledDevices,
  entriesOf,
  foreign,
  type KillCase,
  type KillScene,
  openStore,
  unless,
} from './kill-case.ts';

const importSecret: KillCase = {
  name: 'secret import',
  words: ['secret', 'import', '--secrets', 'file'],
  before: () => ({
    credentials: foreign.credentials,
    own: `${foreign.own}\n[aws]\naccess_key = ${alice.accessKeyId}\nsecret_key = x\nmfa_secret = ${alice.mfaSecret}\n`,
  }),
  async check(scene) {
    if (await isInFile(scene)) return undefined;
    const found = await openStore(scene).read(`mfa-secret:${alice.accessKeyId}`);
    const isStored = found.kind === 'found' && found.secret === alice.mfaSecret;
    return unless(isStored, 'the MFA secret is lost');
  },
  async checkEnd(scene) {
    if (await isInFile(scene)) return 'the MFA secret is still in the file';
    const backups = await scene.user.backups(scene.user.files.own);
    return unless(!backups.join('').includes(alice.mfaSecret), 'the MFA secret is in a backup');
  },
};

const isInFile = async ({ user }: KillScene): Promise<boolean> =>
  ((await user.read(user.files.own)) ?? '').includes(alice.mfaSecret);

const codePeriod = 30_000;

/** A device that a killed command has made may be left over at AWS; the file names none that does not work. */
const enableMfa: KillCase = {
  name: 'mfa enable',
  words: ['mfa', 'enable', 'alice', '--show-secret'],
  answer(said, { simulator }) {
    const [, serial] = /Made the MFA device (\S+)/.exec(said) ?? [];
    if (serial === undefined) return undefined;
    const before = simulator.codeFor(serial, simulator.now() - codePeriod);
    return `${before}\n${simulator.codeFor(serial)}\n`;
  },
  before: () => ({
    credentials: foreign.credentials,
    own: `${foreign.own}\n[profile:alice]\naccess_key = ${alice.accessKeyId}\nsecret_key = ${alice.secretAccessKey}\n`,
  }),
  async check(scene) {
    const serial = (await entriesOf(scene, 'own', 'profile:alice')).get('mfa_serial');
    const isEnabled = serial === undefined || (await enabledDevices(scene, alice)).includes(serial);
    return unless(isEnabled, 'the configuration names a device that is not enabled');
  },
  async checkEnd(scene) {
    const serial = (await entriesOf(scene, 'own', 'profile:alice')).get('mfa_serial');
    return unless(serial !== undefined, 'the configuration names no device');
  },
};

export const mfaCases: readonly KillCase[] = [importSecret, enableMfa];
