import { readFile } from 'node:fs/promises';
import { failed, type Result, success } from '../../core/result.ts';
import { errorCode } from './private-file.ts';

/** Undefined: none is at hand. A failure: there should be one, and the sentence says why it cannot be had. */
export type PassphraseAnswer = Result<string | undefined, string>;

/** May be asked more than once, for example again after a passphrase that did not fit. */
export type AskPassphrase = () => Promise<PassphraseAnswer>;

const variable = 'METAFOB_PASSPHRASE_FILE';

const readPassphraseFile = async (path: string): Promise<PassphraseAnswer> => {
  try {
    const passphrase = (await readFile(path, 'utf8')).replace(/\r?\n$/, '');
    return passphrase === ''
      ? failed(`The file ${path} named by ${variable} is empty.`)
      : success(passphrase);
  } catch (error) {
    return failed(`The file ${path} named by ${variable} cannot be read (${errorCode(error)}).`);
  }
};

/**
 * The passphrase of the encrypted file: from the file that the variable METAFOB_PASSPHRASE_FILE names, else from
 * whoever can ask the user. The passphrase itself is never taken from a variable, which every program of the
 * user could read and every child process would inherit.
 */
export const findPassphrase =
  (
    askUser: (() => Promise<string | undefined>) | undefined,
    environment: Readonly<Record<string, string | undefined>>,
  ): AskPassphrase =>
  async () => {
    const path = environment[variable];
    if (path !== undefined && path !== '') return readPassphraseFile(path);
    const answer = await askUser?.();
    return success(answer === '' ? undefined : answer);
  };

/** Uses an answer that was already given before it asks, so that nobody has to type a passphrase twice. */
export const startingWith = (given: PassphraseAnswer, ask: AskPassphrase): AskPassphrase => {
  let left: PassphraseAnswer | undefined = given;
  return async () => {
    const answer = left;
    left = undefined;
    return answer ?? ask();
  };
};
