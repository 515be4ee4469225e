import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { endpointVariables } from '../../../support/aws-environment.ts';
import { registerSecret } from '../../../support/log-recorder.ts';
import type { WorldDescription } from '../../../support/sts-simulator/world.ts';
import { createNetwork, type Network } from '../../addresses/support/network.ts';

const repository = join(import.meta.dirname, '..', '..', '..', '..');
const metafobScript = join(repository, 'bin', 'metafob.js');
const simulatorScript = join(repository, 'test', 'support', 'sts-simulator', 'main.ts');
const SIMULATOR = 'http://127.0.0.1:45999';

/** A machine whose network is its own, so that addresses and ports can be those of the READMEs. */
export interface MachineWithNetwork {
  readonly network: Network;
  readonly home: string;
  write(file: string, text: string): string;
  read(file: string): string;
  /** Starts `metafob` with these words, in the foreground, and waits until it printed the text. */
  start(ready: string, ...words: readonly string[]): Promise<void>;
  /** Runs lines in bash and returns what they print. Throws when the last one fails. */
  bash(lines: string): string;
  /** What a device shows now; remembered as a secret. */
  code(serialNumber: string): string;
}

/** Goes away with the test, and with it everything that was started on it. */
export async function machineWithNetwork(world?: WorldDescription): Promise<MachineWithNetwork> {
  const home = mkdtempSync(join(tmpdir(), 'metafob-home-'));
  // A service that changes to another user still has to find its files.
  chmodSync(home, 0o711);
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const network = createNetwork();
  const environment = {
    PATH: [dirname(process.execPath), process.env.PATH ?? ''].join(':'),
    HOME: home,
    XDG_RUNTIME_DIR: join(home, 'run'),
    ...endpointVariables(SIMULATOR),
  };
  const write = (file: string, text: string): string => {
    const path = join(home, file);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  if (world !== undefined) {
    for (const key of world.accounts.flatMap(({ users = [] }) => users).flatMap((user) => user.accessKeys)) {
      registerSecret(key.secret);
    }
    const fixture = write('world.json', JSON.stringify(world));
    await network.start(SIMULATOR, {}, simulatorScript, '--port', '45999', '--fixture', fixture);
  }
  const bash = (lines: string): string => {
    const settings = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
    const { exitCode, output } = network.run('env', '-i', ...settings, 'bash', '-c', `cd; ${lines}`);
    if (exitCode !== 0) throw new Error(`${lines} ended with ${exitCode}: ${output}`);
    return output;
  };
  return {
    network,
    home,
    write,
    read: (file) => readFileSync(join(home, file), 'utf8'),
    start: (ready, ...words) => network.start(ready, environment, metafobScript, ...words),
    bash,
    code(serialNumber) {
      const { code } = JSON.parse(bash(`curl -sS '${SIMULATOR}/_simulator/code?serial=${serialNumber}'`));
      registerSecret(code);
      return code;
    },
  };
}
