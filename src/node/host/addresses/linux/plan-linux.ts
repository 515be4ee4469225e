import { dirname, join } from 'node:path';
import { type Command, type Plan, run, type Step } from '../plan.ts';
import { ipv4Address, ipv6Address, type WantedAddress } from '../wanted-address.ts';
import type { LinuxHost } from './linux-host.ts';
import type { ObservedLinux } from './observed-linux.ts';
import { addressLabel, ourAddresses } from './our-addresses.ts';
import { type PacketFilter, packetFilters } from './packet-filter.ts';
import { type Rule, ruleComment, rulesFor } from './rules.ts';
import { systemdUnit, unitName } from './systemd-unit.ts';

/** The packet filters to use, all of which are there. */
export interface LinuxTools {
  readonly ip: string;
  readonly used: readonly PacketFilter[];
  readonly unused: readonly PacketFilter[];
  readonly systemctl: string | undefined;
}

/** nft where it is, because it changes all rules in one transaction; else iptables. */
export function chooseTools(host: LinuxHost, ipv6: boolean): LinuxTools | undefined {
  const { ip, systemctl } = host.programs;
  const { nft, iptables } = packetFilters(host);
  if (ip === undefined) return undefined;
  if (nft !== undefined) return { ip, systemctl, used: [nft], unused: iptables };
  const needed = ipv6 ? 2 : 1;
  if (iptables.length < needed) return undefined;
  return { ip, systemctl, used: iptables.slice(0, needed), unused: iptables.slice(needed) };
}

/**
 * What makes the system as wanted. The rules come first: they are the mark that the IPv6 address is ours, and
 * no moment passes in which other machines could reach the addresses.
 */
export function planLinuxInstall(
  host: LinuxHost,
  tools: LinuxTools,
  observed: ObservedLinux,
  wanted: WantedAddress,
): Plan {
  const rules = rulesFor(wanted);
  const { present, missing, surplus } = compareAddresses(observed, wanted);
  const unitPath = join(host.unitFolder, unitName);
  const addresses = [...present, ...missing];
  const unit = systemdUnit({
    prepare: tools.used.flatMap(({ replacesItself, cleanUp }) => (replacesItself ? [] : cleanUp)),
    start: [
      ...tools.used.map(({ apply }) => apply),
      ...addresses.map((address) => addAddress(tools.ip, address)),
    ],
    stop: [
      ...addresses.map((address) => removeAddress(tools.ip, address)),
      ...tools.used.flatMap(({ cleanUp }) => cleanUp),
    ],
  });
  return {
    steps: [
      ...tools.used.flatMap((filter) => installRules(filter, observed, rules)),
      ...tools.unused.flatMap((filter) => removeRules(filter, observed)),
      ...missing.map((address) => run(addAddress(tools.ip, address), `Give ${address} to loopback.`)),
      ...surplus.map((address) => run(removeAddress(tools.ip, address), `Take ${address} from loopback.`)),
      ...(tools.systemctl === undefined ? [] : installUnit(tools.systemctl, unitPath, unit, observed)),
    ],
    notes: [
      ...hiddenRules(observed),
      ...(tools.systemctl === undefined
        ? ['No systemd runs here: after a restart of the system, install again.']
        : []),
    ],
  };
}

/** What leaves nothing of ours behind, whichever way it was installed. */
export function planLinuxRemoval(host: LinuxHost, observed: ObservedLinux): Plan {
  const { ip } = host.programs;
  const { nft, iptables } = packetFilters(host);
  const filters = [...(nft === undefined ? [] : [nft]), ...iptables];
  const ours = ourAddresses(observed).map(({ address }) => address);
  return {
    steps: [
      ...removeUnit(host, observed),
      ...(ip === undefined
        ? []
        : ours.map((address) => run(removeAddress(ip, address), `Take ${address} from loopback.`))),
      ...filters.flatMap((filter) => removeRules(filter, observed)),
      ...removeRulesFolder(host, observed),
    ],
    notes: hiddenRules(observed),
  };
}

const hiddenRules = ({ rulesAreKnown }: ObservedLinux): string[] =>
  rulesAreKnown
    ? []
    : ['Only root may see the packet filter rules. As root the steps and conflicts may be others.'];

function compareAddresses(observed: ObservedLinux, { ipv6 }: WantedAddress) {
  const wanted = ipv6 ? [ipv4Address, ipv6Address] : [ipv4Address];
  const ours = ourAddresses(observed).map(({ address }) => address);
  return {
    present: wanted.filter((address) => ours.includes(address)),
    missing: wanted.filter((address) => !ours.includes(address)),
    surplus: ours.filter((address) => !wanted.includes(address)),
  };
}

/** `replace`, so that it can run again. */
const addAddress = (ip: string, address: string): Command => ({
  program: ip,
  arguments:
    address === ipv4Address
      ? ['address', 'replace', `${address}/32`, 'dev', 'lo', 'label', addressLabel]
      : ['address', 'replace', `${address}/128`, 'dev', 'lo'],
});

const removeAddress = (ip: string, address: string): Command => ({
  program: ip,
  arguments: ['address', 'del', `${address}/${address === ipv4Address ? 32 : 128}`, 'dev', 'lo'],
});

function installRules(filter: PacketFilter, observed: ObservedLinux, allRules: readonly Rule[]): Step[] {
  const rules = allRules.filter(filter.holds);
  const { path } = filter.file;
  const content = filter.file.content(allRules);
  const fileIsCurrent = observed.files.get(path) === content;
  const inForce = [...filter.comments(observed)].sort().join('\n');
  const rulesAreCurrent = inForce === rules.map(ruleComment).sort().join('\n');
  return [
    ...(fileIsCurrent
      ? []
      : [{ kind: 'write-file', path, content, why: 'Keep the packet filter rules.' } as const]),
    ...(rulesAreCurrent
      ? []
      : [
          ...(filter.replacesItself ? [] : filter.cleanUpFor(observed)).map((command) =>
            run(command, 'Take the former rules out of force.'),
          ),
          run(filter.apply, 'Put the rules into force: the redirect, and no access from other machines.'),
        ]),
  ];
}

const removeRules = (filter: PacketFilter, observed: ObservedLinux): Step[] => [
  ...filter.cleanUpFor(observed).map((command) => run(command, 'Remove the packet filter rules.')),
  ...removeFile(filter.file.path, observed, 'Remove the kept rules.'),
];

const removeFile = (path: string, { files }: ObservedLinux, why: string): Step[] =>
  files.has(path) ? [{ kind: 'remove-file', path, why }] : [];

function removeRulesFolder(host: LinuxHost, { files }: ObservedLinux): Step[] {
  const isOurs = [...files.keys()].some((path) => dirname(path) === host.rulesFolder);
  const why = 'Remove the folder of the rules, unless something else is in it.';
  return isOurs ? [{ kind: 'remove-empty-folder', path: host.rulesFolder, why }] : [];
}

function installUnit(systemctl: string, path: string, content: string, observed: ObservedLinux): Step[] {
  const isCurrent = observed.files.get(path) === content;
  const control = (why: string, ...words: string[]): Step =>
    run({ program: systemctl, arguments: words }, why);
  return [
    ...(isCurrent
      ? []
      : [
          { kind: 'write-file', path, content, why: 'Repeat this at every start of the system.' } as const,
          control('Let systemd read the new unit.', 'daemon-reload'),
        ]),
    ...(isCurrent && observed.unitIsEnabled
      ? []
      : [
          control('Start the unit with the system.', 'enable', unitName),
          control('Let systemd know that it is in force.', 'restart', unitName),
        ]),
  ];
}

function removeUnit({ programs: { systemctl }, unitFolder }: LinuxHost, observed: ObservedLinux): Step[] {
  const path = join(unitFolder, unitName);
  if (!observed.files.has(path)) return [];
  const control = (why: string, ...words: string[]): Step[] =>
    systemctl === undefined ? [] : [run({ program: systemctl, arguments: words }, why)];
  return [
    ...control('No longer start the unit with the system.', 'disable', unitName),
    { kind: 'remove-file', path, why: 'Remove the unit.' },
    ...control('Let systemd forget the unit.', 'daemon-reload'),
  ];
}
