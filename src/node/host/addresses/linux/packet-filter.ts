import { join } from 'node:path';
import type { Command } from '../plan.ts';
import { iptablesComments, iptablesFile, iptablesRemoval, iptablesRemovalFor } from './iptables.ts';
import type { IptablesPrograms, LinuxHost, RulesFileName } from './linux-host.ts';
import { nftComments, nftFile, nftTable, ownTable } from './nftables.ts';
import type { ObservedLinux } from './observed-linux.ts';
import type { Family, Rule } from './rules.ts';

/** One way of keeping our rules: a file, commands that put it into force, and commands that undo that. */
export interface PacketFilter {
  readonly file: { readonly path: string; readonly content: (rules: readonly Rule[]) => string };
  /** May run when our rules are there already, after `cleanUp`. */
  readonly apply: Command;
  /** Commands that fail when our rules are not there. */
  readonly cleanUp: readonly Command[];
  /** Whether `apply` replaces former rules by itself. */
  readonly replacesItself: boolean;
  /** Those that succeed as things are. */
  cleanUpFor(observed: ObservedLinux): readonly Command[];
  /** Comments of our rules in force. */
  comments(observed: ObservedLinux): readonly string[];
  readonly holds: (rule: Rule) => boolean;
}

/** All that this system has; the first that suits is used, and the others are cleaned up. */
export function packetFilters(host: LinuxHost): { nft?: PacketFilter; iptables: readonly PacketFilter[] } {
  const { nft, ipv4, ipv6 } = host.programs;
  return {
    ...(nft === undefined ? {} : { nft: nftFilter(host, nft) }),
    iptables: [
      ...(ipv4 === undefined ? [] : [iptablesFilter(host, ipv4, 'ipv4')]),
      ...(ipv6 === undefined ? [] : [iptablesFilter(host, ipv6, 'ipv6')]),
    ],
  };
}

const pathOf = (host: LinuxHost, name: RulesFileName): string => join(host.rulesFolder, name);

function nftFilter(host: LinuxHost, nft: string): PacketFilter {
  const path = pathOf(host, 'address.nft');
  const removal = { program: nft, arguments: ['delete', 'table', 'inet', nftTable] };
  return {
    file: { path, content: nftFile },
    apply: { program: nft, arguments: ['-f', path] },
    cleanUp: [removal],
    replacesItself: true,
    cleanUpFor: ({ nftRules }) => (ownTable(nftRules) !== undefined ? [removal] : []),
    comments: ({ nftRules }) => nftComments(nftRules),
    holds: () => true,
  };
}

function iptablesFilter(host: LinuxHost, programs: IptablesPrograms, family: Family): PacketFilter {
  const path = pathOf(host, family === 'ipv4' ? 'address.iptables' : 'address.ip6tables');
  const saved = (observed: ObservedLinux): string =>
    family === 'ipv4' ? observed.iptablesRules : observed.ip6tablesRules;
  const command = (programArguments: readonly string[]): Command => ({
    program: programs.command,
    arguments: programArguments,
  });
  return {
    file: { path, content: (rules) => iptablesFile(rules, family) },
    apply: { program: programs.restore, arguments: ['-w', '--noflush', path] },
    cleanUp: iptablesRemoval.map(command),
    replacesItself: false,
    cleanUpFor: (observed) => iptablesRemovalFor(saved(observed)).map(command),
    comments: (observed) => iptablesComments(saved(observed)),
    holds: (rule) => ('family' in rule ? rule.family : 'ipv4') === family,
  };
}
