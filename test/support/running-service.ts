import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RunningService } from '../../src/shared/manage-api.ts';
import { createScratchHome, endpointVariables } from './aws-environment.ts';
import { registerSecret, serviceLogFile } from './log-recorder.ts';

const command = join(import.meta.dirname, '..', '..', 'bin', 'metafob.js');

export interface RunningServiceOptions {
  /** For the file of its log. */
  readonly name: string;
  /** Content of the configuration file. */
  readonly configuration: string;
  /** URL of the STS simulator. */
  readonly simulatorUrl: string;
  readonly arguments?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** A real `metafob serve` in a process of its own, with an empty home directory. */
export interface ServiceUnderTest {
  /** Such as `http://127.0.0.1:43210`, without a final slash. */
  readonly url: string;
  /** For the routes that need one. */
  readonly bearerToken: string;
  /** For running other `metafob` commands against it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly configurationFile: string;
  readonly processId: number;
  /** Everything on standard output so far. */
  output(): string;
  /** Sends SIGTERM (or another signal) and returns the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts the built service on a free port and waits until it says that it is ready. */
export async function startServiceUnderTest(options: RunningServiceOptions): Promise<ServiceUnderTest> {
  const home = await createScratchHome();
  const runtimeDirectory = join(home.path, 'run');
  await mkdir(runtimeDirectory, { mode: 0o700 });
  const configurationFile = join(home.path, 'server.conf');
  await writeFile(configurationFile, options.configuration, { mode: 0o600 });
  for (const [, secret] of options.configuration.matchAll(/^(?:secret_key|mfa_secret)\s*=\s*(\S+)/gm)) {
    if (secret !== undefined) registerSecret(secret);
  }
  const environment = {
    PATH: process.env.PATH ?? '',
    HOME: home.path,
    XDG_RUNTIME_DIR: runtimeDirectory,
    LANG: 'C.UTF-8',
    ...endpointVariables(options.simulatorUrl),
    ...options.environment,
  };
  const child = spawn(
    process.execPath,
    [
      command,
      'serve',
      ...['--config', configurationFile, '--port', '0', '--secrets', 'memory', '--log-level', 'debug'],
      ...(options.arguments ?? []),
    ],
    { env: environment, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const exited = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  const log = createWriteStream(serviceLogFile(options.name));
  child.stderr.pipe(log);
  let output = '';
  const ready = new Promise<void>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      log.write(text);
      if (output.includes('Manage page on')) resolve();
    });
  });
  const problem = await Promise.race([ready, exited.then((code) => `It ended with code ${code}.`)]);
  if (problem !== undefined) throw new Error(`metafob serve did not start. ${problem} ${output}`);
  const file = await readFile(join(runtimeDirectory, 'metafob', 'service.json'), 'utf8');
  const { url, token } = RunningService.parse(JSON.parse(file));
  registerSecret(token);
  return {
    url,
    bearerToken: token,
    environment,
    configurationFile,
    processId: child.pid ?? 0,
    output: () => output,
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      const code = await exited;
      await home.remove();
      return code;
    },
  };
}
