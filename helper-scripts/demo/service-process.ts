import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readRunningService, runningServicePath } from '../../src/service/running-service.ts';
import { createScratchHome, endpointVariables } from '../../test/support/aws-environment.ts';

export const metafobCommand = join(import.meta.dirname, '..', '..', 'bin', 'metafob.js');

export interface ServiceProcessOptions {
  /** Content of the configuration file. */
  readonly configuration: string;
  readonly simulatorUrl: string;
  /** 0 for any free one. */
  readonly port: number;
  /** Goes in front of the command, such as `['taskset', '-c', '0']`. */
  readonly launcher?: readonly string[];
  /** Options of Node.js itself. */
  readonly nodeOptions?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** A real `metafob serve` in a process of its own, with an empty home directory. */
export interface ServiceProcess {
  /** Without a final slash. */
  readonly url: string;
  readonly bearerToken: string;
  readonly processId: number;
  /** Rejects when the service ends without having been stopped. */
  readonly unexpectedEnd: Promise<never>;
  stop(): Promise<void>;
}

/** Starts the built service and waits until it says that it is ready. Rejects with what it said otherwise. */
export async function startServiceProcess(options: ServiceProcessOptions): Promise<ServiceProcess> {
  const home = await createScratchHome();
  const runtimeDirectory = join(home.path, 'run');
  await mkdir(runtimeDirectory, { mode: 0o700 });
  // In a folder of its own: the service also watches the folder above, and nothing else happens in this one.
  const configurationDirectory = join(home.path, 'config');
  await mkdir(configurationDirectory, { mode: 0o700 });
  const configurationFile = join(configurationDirectory, 'server.conf');
  await writeFile(configurationFile, options.configuration, { mode: 0o600 });
  const environment = {
    PATH: process.env.PATH ?? '',
    SYSTEMROOT: process.env.SYSTEMROOT ?? '',
    HOME: home.path,
    USERPROFILE: home.path,
    LOCALAPPDATA: runtimeDirectory,
    XDG_RUNTIME_DIR: runtimeDirectory,
    ...endpointVariables(options.simulatorUrl),
    ...options.environment,
  };
  const [program = process.execPath, ...args] = [
    ...(options.launcher ?? []),
    ...[process.execPath, ...(options.nodeOptions ?? []), metafobCommand, 'serve', '--no-terminal-prompt'],
    ...['--config', configurationFile, '--port', String(options.port), '--secrets', 'memory'],
  ];
  const child = spawn(program, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });

  let output = '';
  let isStopping = false;
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const ready = new Promise<void>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.includes('Manage page on')) resolve();
    });
  });
  const exited = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('close', () => resolve());
  });
  const unexpectedEnd = new Promise<never>((_, reject) => {
    void exited.then(() => {
      if (!isStopping) reject(new Error(`metafob serve ended unexpectedly. ${output}`));
    });
  });
  unexpectedEnd.catch(() => undefined);

  const stop = async (): Promise<void> => {
    isStopping = true;
    child.kill('SIGTERM');
    await exited;
    await home.remove();
  };
  try {
    await Promise.race([ready, unexpectedEnd]);
    const path = runningServicePath(environment, process.platform, home.path);
    const running = await readRunningService(path);
    if (running === undefined) throw new Error(`metafob serve did not write ${path}. ${output}`);
    const { url, token, processId } = running;
    return { url, bearerToken: token, processId, unexpectedEnd, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
