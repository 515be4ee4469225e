import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Why the system cannot run these tests at all; undefined when it can. */
function systemReason(): string | undefined {
  if (process.platform !== 'linux') return 'network namespaces are a part of Linux';
  if (process.getuid?.() !== 0) return 'making network namespaces needs root';
  const made = spawnSync('unshare', ['--net', 'true']).status === 0;
  return made ? undefined : 'this system does not let root make network namespaces';
}

/** What is missing that could be installed; undefined when nothing is. */
function missingPrograms(): string | undefined {
  const missing = ['ip', 'nft', 'iptables', 'ip6tables', 'ss', 'curl'].filter(
    (program) => spawnSync('which', [program]).status !== 0,
  );
  return missing.length > 0
    ? `missing: ${missing.join(', ')} (packages iproute2, nftables, iptables, curl)`
    : undefined;
}

/** Whether to leave the tests out, with the reason printed. Under CI a missing program is a failure instead. */
export function isSkipped(): boolean {
  const reason = systemReason() ?? (process.env.CI === 'true' ? undefined : missingPrograms());
  if (reason !== undefined) console.warn(`Tests in network namespaces are skipped: ${reason}.`);
  return reason !== undefined;
}

export interface Outcome {
  readonly exitCode: number | null;
  readonly output: string;
}

/** A network of its own: loopback, no other interface, no rules. */
export interface Network {
  readonly name: string;
  /** Runs a command to its end. */
  run(program: string, ...programArguments: readonly string[]): Outcome;
  /** Like `run`, for lines that have to succeed: words are separated by single spaces. */
  do(line: string): string;
  /** Starts a Node program and waits until it prints something with `ready` in it. */
  start(ready: string, environment: Record<string, string>, ...words: readonly string[]): Promise<void>;
}

/** Goes away with the test, and with it everything that runs in it. */
export function createNetwork(): Network {
  const name = `metafob-${randomUUID().slice(0, 8)}`;
  execFileSync('ip', ['netns', 'add', name]);
  onTestFinished(() => {
    execFileSync('ip', ['netns', 'del', name]);
  });
  const inside = ['netns', 'exec', name];
  const run = (program: string, ...programArguments: readonly string[]): Outcome => {
    const { status, stdout, stderr } = spawnSync('ip', [...inside, program, ...programArguments], {
      encoding: 'utf8',
    });
    return { exitCode: status, output: stdout + (status === 0 ? '' : stderr) };
  };
  const network: Network = {
    name,
    run,
    do(line) {
      const [program = '', ...words] = line.split(' ');
      const { exitCode, output } = run(program, ...words);
      if (exitCode !== 0) throw new Error(`${line}: ${output}`);
      return output;
    },
    async start(ready, environment, ...words) {
      const child = spawn('ip', [...inside, process.execPath, ...words], {
        env: { PATH: process.env.PATH, ...environment },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
      onTestFinished(async () => {
        child.kill();
        await closed;
      });
      let output = '';
      await new Promise<void>((resolve, reject) => {
        child.stdout.setEncoding('utf8').on('data', (text: string) => {
          output += text;
          if (output.includes(ready)) resolve();
        });
        child.once('close', () => reject(new Error(`${words.join(' ')} ended: ${output}`)));
      });
    },
  };
  network.do('ip link set lo up');
  return network;
}

/** Joins two networks with a cable: 10.9.0.1 and fd09::1 at the first, 10.9.0.2 and fd09::2 at the other. */
export function connect(first: Network, second: Network): void {
  first.do(`ip link add cable type veth peer name cable netns ${second.name}`);
  for (const [network, number] of [
    [first, 1],
    [second, 2],
  ] as const) {
    network.do(`ip address add 10.9.0.${number}/24 dev cable`);
    network.do(`ip address add fd09::${number}/64 dev cable nodad`);
    network.do('ip link set cable up');
  }
}

/** A bridge with the address `PREFIX.1`, and on it a container with `PREFIX.2`, as Docker makes them. */
export function createBridge(host: Network, container: Network, name: string, prefix: string): void {
  const port = `${name.slice(-6)}-port`;
  host.do(`ip link add ${name} type bridge`);
  host.do(`ip address add ${prefix}.1/24 dev ${name}`);
  host.do(`ip link set ${name} up`);
  host.do(`ip link add ${port} type veth peer name eth0 netns ${container.name}`);
  host.do(`ip link set ${port} master ${name} up`);
  container.do(`ip address add ${prefix}.2/24 dev eth0`);
  container.do('ip link set eth0 up');
  container.do(`ip route add default via ${prefix}.1`);
}

/** What curl prints and how it ends; it gives up after one second. */
export const curl = (network: Network, url: string): Outcome =>
  network.run('curl', '--silent', '--globoff', '--noproxy', '*', '--max-time', '1', url);

export const supportFile = (name: string): string => join(import.meta.dirname, name);
