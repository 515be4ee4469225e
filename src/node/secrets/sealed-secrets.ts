import { z } from 'zod';
import { failed, type Result, success } from '../../core/result.ts';

/** Secrets by account name. */
export type Secrets = ReadonlyMap<string, string>;

export type OpeningProblem = 'wrong-passphrase' | 'damaged';

/**
 * The base-2 logarithm of scrypt's N. 17 takes about 0.4 s and 130 MB on an ordinary machine, each time a file
 * is opened or written. It blocks the event loop meanwhile, so it is one less than the default of age.
 */
export const usualWorkFactor = 17;

const storedMap = z.record(z.string(), z.string());

/** Loaded at first use, so that a service which needs no encrypted file never pays for it. */
const loadAge = () => import('age-encryption');

/** Encrypts a map as an age file (age-encryption.org/v1) that the `age` program can open, too. */
export const sealSecrets = async (
  secrets: Secrets,
  passphrase: string,
  workFactor: number,
): Promise<Uint8Array> => {
  const { Encrypter } = await loadAge();
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(workFactor);
  return encrypter.encrypt(JSON.stringify(Object.fromEntries(secrets)));
};

const parseSecrets = (text: string): Secrets => new Map(Object.entries(storedMap.parse(JSON.parse(text))));

/** Opens what `sealSecrets` made. */
export const openSecrets = async (
  file: Uint8Array,
  passphrase: string,
): Promise<Result<Secrets, OpeningProblem>> => {
  const { Decrypter } = await loadAge();
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);

  // age reports a wrong passphrase as an ordinary Error. This second identity is asked only when the file is
  // well formed and the passphrase did not fit, which tells that case from damage without reading error texts.
  let refused = false;
  decrypter.addIdentity({
    unwrapFileKey: (stanzas) => {
      refused = stanzas.some((stanza) => stanza.args[0] === 'scrypt');
      return null;
    },
  });

  try {
    return success(parseSecrets(await decrypter.decrypt(file, 'text')));
  } catch {
    return failed(refused ? 'wrong-passphrase' : 'damaged');
  }
};
