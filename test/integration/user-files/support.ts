import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createScratchHome, endpointVariables } from '../../support/aws-environment.ts';

const entry = fileURLToPath(new URL('../../../src/service/main.ts', import.meta.url));

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Of the AWS tools, of AWS-recipes, and Metafob's own. */
export interface UserFiles {
  readonly credentials: string;
  readonly config: string;
  readonly withoutMfa: string;
  readonly own: string;
}

/** A user with a home directory, an encrypted file for secrets, and commands as processes of their own. */
export interface UserOfFiles {
  readonly home: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly files: UserFiles;
  write(file: string, text: string): Promise<void>;
  /** The text, or undefined when there is no file. */
  read(file: string): Promise<string | undefined>;
  backups(file: string): Promise<readonly string[]>;
  /** @param input what is piped, or who takes care of the input */
  run(words: readonly string[], input?: string | ((child: ChildProcess) => void)): Promise<Ended>;
  start(words: readonly string[]): ChildProcess;
  remove(): Promise<void>;
}

/**
 * @param command what to run: the sources, unless a built command is given
 * @param variables more of the environment, such as that of a running service
 */
export async function createUserOfFiles(
  simulatorUrl: string,
  command = entry,
  variables: Readonly<Record<string, string>> = {},
): Promise<UserOfFiles> {
  const { path: home, remove } = await createScratchHome();
  const passphrase = join(home, 'passphrase');
  await writeFile(passphrase, 'correct horse battery staple\n', { mode: 0o600 });
  const environment = {
    PATH: process.env.PATH ?? '',
    HOME: home,
    XDG_RUNTIME_DIR: join(home, 'run'),
    METAFOB_PASSPHRASE_FILE: passphrase,
    LANG: 'C.UTF-8',
    ...endpointVariables(simulatorUrl),
    ...variables,
  };
  const start = (words: readonly string[]): ChildProcess =>
    spawn(process.execPath, ['--disable-warning=ExperimentalWarning', command, ...words], {
      env: environment,
      cwd: home,
    });

  return {
    home,
    environment,
    files: {
      credentials: join(home, '.aws', 'credentials'),
      config: join(home, '.aws', 'config'),
      withoutMfa: join(home, '.aws', 'credentials.no-mfa'),
      own: join(home, '.config', 'metafob', 'config'),
    },
    start,
    remove,

    async write(file, text) {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text, { mode: 0o600 });
    },

    async read(file) {
      try {
        return await readFile(file, 'utf8');
      } catch {
        return undefined;
      }
    },

    async backups(file) {
      const names = await readdir(dirname(file));
      const paths = names.filter((name) => name.includes('backup')).map((name) => join(dirname(file), name));
      return Promise.all(paths.sort().map((path) => readFile(path, 'utf8')));
    },

    run(words, input = '') {
      const child = start(words);
      let stdout = '';
      let stderr = '';
      child.stdout?.on('data', (chunk) => {
        stdout += String(chunk);
      });
      child.stderr?.on('data', (chunk) => {
        stderr += String(chunk);
      });
      if (typeof input === 'string') child.stdin?.end(input);
      else input(child);
      return new Promise((resolve) => {
        child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
      });
    },
  };
}
