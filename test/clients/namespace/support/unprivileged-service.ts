import { spawn } from 'node:child_process';
import { chownSync, createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { RunningService } from '../../../../src/shared/manage-api.ts';
import type { Network } from '../../../integration/addresses/support/network.ts';
import { endpointVariables } from '../../../support/aws-environment.ts';
import { registerSecret, serviceLogFile } from '../../../support/log-recorder.ts';
import { metafobCommand } from './install-address.ts';

/** `nobody` of every Linux. */
const userId = 65_534;

/** Takes all rights away for good before it starts the words that follow. */
const asNobody = [
  'setpriv',
  `--reuid=${userId}`,
  `--regid=${userId}`,
  '--clear-groups',
  '--bounding-set=-all',
  '--inh-caps=-all',
  '--no-new-privs',
];

export interface ServiceOptions {
  /** For the file of its log. */
  readonly name: string;
  readonly configuration: string;
  readonly port: number;
  readonly simulatorUrl: string;
  readonly arguments: readonly string[];
}

export interface UnprivilegedService {
  readonly processId: number;
  /** A file with the header that the manage API wants, for curl. */
  readonly authorizationFile: string;
}

/** A home that is nobody's and holds the configuration. */
function createHome(configuration: string): string {
  const home = mkdtempSync(join(tmpdir(), 'metafob-home-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  mkdirSync(join(home, 'run'), { mode: 0o700 });
  writeFileSync(join(home, 'server.conf'), configuration, { mode: 0o600 });
  for (const path of [home, join(home, 'run'), join(home, 'server.conf')]) chownSync(path, userId, userId);
  return home;
}

/**
 * The built `metafob serve` in a network, without any privilege, until the test ends. Secret keys of the
 * configuration are the caller's to register.
 */
export async function startUnprivilegedService(
  network: Network,
  { name, configuration, port, simulatorUrl, arguments: words }: ServiceOptions,
): Promise<UnprivilegedService> {
  const home = createHome(configuration);
  const serve = ['serve', '--config', join(home, 'server.conf'), '--port', String(port)];
  const options = ['--secrets', 'memory', '--no-terminal-prompt', '--log-level', 'debug', ...words];
  const inside = ['netns', 'exec', network.name, ...asNobody, process.execPath, metafobCommand];
  // `ip` and `setpriv` give way to what they start, so that the child is the service itself.
  const child = spawn('ip', [...inside, ...serve, ...options], {
    cwd: home,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: home,
      XDG_RUNTIME_DIR: join(home, 'run'),
      LANG: 'C.UTF-8',
      ...endpointVariables(simulatorUrl),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = createWriteStream(serviceLogFile(name));
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  onTestFinished(async () => {
    child.kill();
    await closed;
  });
  let output = '';
  const note = (text: string): void => {
    output += text;
    log.write(text);
  };
  child.stderr.setEncoding('utf8').on('data', note);
  await new Promise<void>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      note(text);
      if (output.includes('Manage page on')) resolve();
    });
    child.once('close', () => reject(new Error(`metafob serve ended: ${output}`)));
  });
  const file = await readFile(join(home, 'run', 'metafob', 'service.json'), 'utf8');
  const { token } = RunningService.parse(JSON.parse(file));
  registerSecret(token);
  const authorizationFile = join(home, 'authorization');
  writeFileSync(authorizationFile, `Authorization: Bearer ${token}\n`, { mode: 0o600 });
  return { processId: child.pid ?? 0, authorizationFile };
}
