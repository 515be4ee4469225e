import { copyFile, mkdir, readFile, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { RunningService } from '../../../../src/shared/manage-api.ts';
import { type CommandOutcome, runCommand } from '../../../support/aws-environment.ts';
import { registerSecret, serviceLogFile } from '../../../support/log-recorder.ts';
import { type StsSimulator, startStsSimulator } from '../../../support/sts-simulator/server.ts';
import type { WorldDescription } from '../../../support/sts-simulator/world.ts';
import { createUserOfFiles } from '../../user-files/support.ts';
import { openTerminal, type Terminal } from './terminal.ts';

const metafobScript = join(import.meta.dirname, '..', '..', '..', '..', 'bin', 'metafob.js');

/** The machine of somebody who comes from an older tool: a home directory, and `metafob` in PATH. */
export interface Machine {
  readonly home: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly simulator: StsSimulator;
  /** Writes a file; a relative path starts at the home directory. */
  write(file: string, text: string): Promise<string>;
  read(file: string): Promise<string>;
  /** Runs lines as they stand in a README, in a real bash in the home directory. */
  bash(lines: string): Promise<CommandOutcome>;
  /** The same with a terminal. */
  terminal(lines: string): Terminal;
  /** What a device shows now; remembered as a secret. */
  code(serialNumber: string): string;
  /** Of the service that `metafob start` started. */
  service(): Promise<RunningService>;
}

/** Stops at the end of the test, and everything that was started on it. */
export async function machineOfTest(name: string, world: WorldDescription): Promise<Machine> {
  const simulator = await startStsSimulator({ world });
  const user = await createUserOfFiles(simulator.url, metafobScript);
  for (const { secret } of world.accounts.flatMap(({ users = [] }) => users).flatMap((u) => u.accessKeys)) {
    registerSecret(secret);
  }
  const programs = join(user.home, 'bin');
  await mkdir(programs);
  await symlink(metafobScript, join(programs, 'metafob'));
  const path = [programs, dirname(process.execPath), user.environment.PATH].join(':');
  const environment = {
    ...user.environment,
    PATH: path,
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_PAGER: '',
    NO_COLOR: '1',
  };
  const runtime = join(user.home, 'run', 'metafob');
  const bash = (lines: string) => runCommand('bash', ['-c', `cd; ${lines}`], environment);

  onTestFinished(async () => {
    await bash('metafob stop');
    // There is none where no service was started in the background.
    await copyFile(join(runtime, 'service.log'), serviceLogFile(name)).catch(() => {});
    await user.remove();
    await simulator.close();
  });

  return {
    home: user.home,
    environment,
    simulator,
    async write(file, text) {
      const target = join(user.home, file);
      await user.write(target, text);
      return target;
    },
    read: (file) => readFile(join(user.home, file), 'utf8'),
    bash,
    terminal: (lines) => openTerminal(lines, environment, user.home),
    code(serialNumber) {
      const code = simulator.codeFor(serialNumber);
      registerSecret(code);
      return code;
    },
    async service() {
      const file = RunningService.parse(JSON.parse(await readFile(join(runtime, 'service.json'), 'utf8')));
      registerSecret(file.token);
      return file;
    },
  };
}

/** Remembers the secrets that a document or a shell code shows, and returns it. */
export function withoutSecrets(text: string): string {
  const secret = /(?:secret_?(?:access_?)?key|session_?token|\btoken)"?\s*[:=]\s*['"]?([\w+/=]{12,})/gi;
  for (const [, value] of text.matchAll(secret)) if (value !== undefined) registerSecret(value);
  return text;
}
