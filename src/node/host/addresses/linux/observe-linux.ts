import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod/mini';
import { ec2Evidence, readMachineFacts } from '../ec2-instance.ts';
import { runProgram } from '../run-program.ts';
import { type LinuxHost, rulesFileNames } from './linux-host.ts';
import type { InterfaceAddress, ObservedLinux, PortListener } from './observed-linux.ts';
import { unitName } from './systemd-unit.ts';

/** Looks at the system and changes nothing. */
export async function observeLinux(host: LinuxHost): Promise<ObservedLinux> {
  const { programs } = host;
  const [addresses, listeners, nft, ipv4, ipv6, facts, files, enabled] = await Promise.all([
    outputOf(programs.ip, ['-j', 'address', 'show']),
    outputOf(programs.ss, ['-H', '-l', '-t', '-n', '-p']),
    outputOf(programs.nft, ['list', 'ruleset']),
    outputOf(programs.ipv4?.save, []),
    outputOf(programs.ipv6?.save, []),
    readMachineFacts(host.systemFolder),
    readFiles([
      join(host.unitFolder, unitName),
      ...rulesFileNames.map((name) => join(host.rulesFolder, name)),
    ]),
    outputOf(programs.systemctl, ['is-enabled', unitName]),
  ]);
  return {
    addresses: parseAddresses(addresses ?? '[]'),
    listeners: parseListeners(listeners ?? ''),
    ec2Evidence: ec2Evidence(facts),
    nftRules: nft ?? '',
    iptablesRules: ipv4 ?? '',
    ip6tablesRules: ipv6 ?? '',
    rulesAreKnown: nft !== undefined || ipv4 !== undefined,
    files,
    unitIsEnabled: enabled?.trim() === 'enabled',
  };
}

/** Undefined without the program, or when it failed. */
async function outputOf(
  program: string | undefined,
  programArguments: readonly string[],
): Promise<string | undefined> {
  if (program === undefined) return undefined;
  const { exitCode, output } = await runProgram(program, programArguments);
  return exitCode === 0 ? output : undefined;
}

async function readFiles(paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const path of paths) {
    try {
      files.set(path, await readFile(path, 'utf8'));
    } catch (error) {
      const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (!isAbsent) throw error;
    }
  }
  return files;
}

const Interfaces = z.array(
  z.object({
    ifname: z.optional(z.string()),
    addr_info: z.optional(
      z.array(
        z.object({
          local: z.optional(z.string()),
          prefixlen: z.optional(z.number()),
          label: z.optional(z.string()),
        }),
      ),
    ),
  }),
);

/** Reads what `ip -j address show` prints. */
export const parseAddresses = (json: string): InterfaceAddress[] =>
  Interfaces.parse(JSON.parse(json)).flatMap(({ ifname, addr_info: addresses }) =>
    (addresses ?? []).flatMap(({ local, prefixlen, label }) =>
      ifname === undefined || local === undefined
        ? []
        : [{ interface: ifname, address: local, prefixLength: prefixlen ?? 32, label }],
    ),
  );

/** Reads lines such as `LISTEN 0 511 [::1]:80 [::]:* users:(("nginx",pid=1,fd=3))` of `ss`. */
export const parseListeners = (text: string): PortListener[] =>
  [...text.matchAll(/^LISTEN +\d+ +\d+ +(\S+):(\d+) +\S+(.*)$/gm)].map(
    ([, address = '', port = '', users = '']) => {
      const [, name, id] = users.match(/\("([^"]*)",pid=(\d+)/) ?? [];
      return {
        address: address.replace(/^\[|\]$/g, ''),
        port: Number(port),
        process: name === undefined ? undefined : `${name} (process ${id})`,
      };
    },
  );
