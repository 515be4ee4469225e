import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';

export interface ProgramOutcome {
  /** 0 when it did what it should; undefined when it could not be started or was killed. */
  readonly exitCode: number | undefined;
  readonly output: string;
  readonly errorOutput: string;
}

const TIMEOUT_MS = 20_000;

/** Runs a program without a shell and with messages in English, which some callers look at. Never rejects. */
export const runProgram = (program: string, programArguments: readonly string[]): Promise<ProgramOutcome> =>
  new Promise((resolve) => {
    execFile(
      program,
      [...programArguments],
      { timeout: TIMEOUT_MS, maxBuffer: 64 * 1024 * 1024, env: { ...process.env, LC_ALL: 'C' } },
      (error, output, errorOutput) => {
        if (error === null) return resolve({ exitCode: 0, output, errorOutput });
        const exitCode = typeof error.code === 'number' ? error.code : undefined;
        resolve({ exitCode, output, errorOutput: errorOutput || error.message });
      },
    );
  });

/** Only folders that belong to root: what is found here is run as root, also at every start. */
const systemFolders = ['/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** Absolute path of a program of the system, or undefined. */
export async function findSystemProgram(name: string): Promise<string | undefined> {
  for (const folder of systemFolders) {
    const path = join(folder, name);
    try {
      await access(path, constants.X_OK);
      return path;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}
