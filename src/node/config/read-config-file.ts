import { open } from 'node:fs/promises';
import { failed, type Result, success } from '../../core/result.ts';
import { systemErrorSentence } from './system-error.ts';

/** `mode`: POSIX permission bits; absent on Windows, where they mean nothing. */
export interface ConfigFileContent {
  readonly text: string;
  readonly mode?: number;
}

/** Never throws; the failure is a sentence for the user. */
export type ReadConfigFile = (file: string) => Promise<Result<ConfigFileContent, string>>;

export const readConfigFile: ReadConfigFile = async (file) => {
  try {
    const handle = await open(file, 'r');
    try {
      const { mode } = await handle.stat();
      const text = await handle.readFile('utf8');
      return success({ text, ...(process.platform !== 'win32' && { mode }) });
    } finally {
      await handle.close();
    }
  } catch (error) {
    return failed(`cannot read this file: ${systemErrorSentence(error)}`);
  }
};
