import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { findLinuxPrograms, type LinuxHost } from '../../../../src/node/host/addresses/linux/linux-host.ts';
import { type Network, supportFile } from './network.ts';

export interface Installation {
  install(changes?: { localPort?: number; ipv6?: boolean; bridge?: string }): Answer;
  remove(): Answer;
  status(): unknown;
  /** Everything that an installation changes, in the systems' own words. */
  systemState(): string;
  readonly host: LinuxHost;
}

export interface Answer {
  readonly steps?: readonly string[];
  readonly conflicts?: readonly string[];
  readonly problem?: string;
}

/** Installs in a network, with folders of its own for the files. */
export async function createInstallation(
  network: Network,
  filter: 'nft' | 'iptables',
  changes: Partial<LinuxHost> & { readonly systemctl?: string } = {},
): Promise<Installation> {
  const folder = mkdtempSync(join(tmpdir(), 'metafob-addresses-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { systemctl, ...others } = changes;
  const programs = { ...(await findLinuxPrograms(false)), ...(systemctl === undefined ? {} : { systemctl }) };
  const host: LinuxHost = {
    programs: filter === 'nft' ? programs : { ...programs, nft: undefined },
    rulesFolder: join(folder, 'metafob'),
    unitFolder: folder,
    systemFolder: folder,
    hasIpv6: true,
    ...others,
  };
  const command = (action: string, settings: object = {}) => {
    const json = JSON.stringify({ host, localPort: 45_000, ipv6: true, ...settings });
    const { output } = network.run(process.execPath, supportFile('address-command.ts'), action, json);
    return JSON.parse(output);
  };
  return {
    host,
    install: (settings) => command('install', settings),
    remove: () => command('remove'),
    status: () => command('status'),
    systemState: () =>
      [
        // For a moment, the kernel still looks whether somebody else has a new IPv6 address.
        network.do('ip address show').replaceAll(' tentative', ''),
        network.do('ip route show table all'),
        network.do('ip -6 route show table all'),
        network.do('nft list ruleset'),
        withoutCounts(network.do('iptables-save')),
        withoutCounts(network.do('ip6tables-save')),
        ...filesBelow(folder),
      ].join('\n'),
  };
}

/** The time and the packets that went through a chain. */
const withoutCounts = (saved: string): string => saved.replace(/^#.*$|\[\d+:\d+\]/gm, '');

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => {
    const path = join(entry.parentPath, entry.name);
    return entry.isFile() ? `${path}\n${readFileSync(path, 'utf8')}` : path;
  });
