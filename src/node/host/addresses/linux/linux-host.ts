import { findSystemProgram } from '../run-program.ts';

/** Absolute paths; undefined where this system has no such program. */
export interface LinuxPrograms {
  readonly ip: string | undefined;
  readonly ss: string | undefined;
  readonly nft: string | undefined;
  readonly ipv4: IptablesPrograms | undefined;
  readonly ipv6: IptablesPrograms | undefined;
  /** Only when systemd runs this system. */
  readonly systemctl: string | undefined;
}

export interface IptablesPrograms {
  readonly command: string;
  readonly save: string;
  readonly restore: string;
}

/** Where things are on this system. */
export interface LinuxHost {
  readonly programs: LinuxPrograms;
  /** For our packet filter rules. */
  readonly rulesFolder: string;
  /** For units of the administrator. */
  readonly unitFolder: string;
  /** `/sys` */
  readonly systemFolder: string;
  /** Whether the kernel has IPv6, also on loopback. */
  readonly hasIpv6: boolean;
}

/** Name of a file of rules below `rulesFolder`. */
export const rulesFileNames = ['address.nft', 'address.iptables', 'address.ip6tables'] as const;
export type RulesFileName = (typeof rulesFileNames)[number];

export async function findLinuxPrograms(systemdRuns: boolean): Promise<LinuxPrograms> {
  const [ip, ss, nft, systemctl, ipv4, ipv6] = await Promise.all([
    findSystemProgram('ip'),
    findSystemProgram('ss'),
    findSystemProgram('nft'),
    systemdRuns ? findSystemProgram('systemctl') : undefined,
    findIptables('iptables'),
    findIptables('ip6tables'),
  ]);
  return { ip, ss, nft, ipv4, ipv6, systemctl };
}

async function findIptables(name: string): Promise<IptablesPrograms | undefined> {
  const [command, save, restore] = await Promise.all([
    findSystemProgram(name),
    findSystemProgram(`${name}-save`),
    findSystemProgram(`${name}-restore`),
  ]);
  return command !== undefined && save !== undefined && restore !== undefined
    ? { command, save, restore }
    : undefined;
}
