import { ipv4Address, ipv6Address, metadataPort, type WantedAddress } from '../wanted-address.ts';
import { rulesOfOthers } from './nftables.ts';
import type { ObservedLinux } from './observed-linux.ts';
import { isOurs, ourAddresses } from './our-addresses.ts';

/**
 * Reasons not to install anything, each a few sentences for the user: what is in the way, and what to do.
 * Programs that listen at port 80 of *all* addresses are no conflict: the redirect comes before them, and
 * takes nothing from them but these two addresses.
 */
export function linuxConflicts(observed: ObservedLinux, wanted: WantedAddress): string[] {
  return [
    ...ec2Conflicts(observed),
    ...addressConflicts(observed, wanted),
    ...listenerConflicts(observed, wanted),
    ...ruleConflicts(observed),
  ];
}

const ec2Conflicts = ({ ec2Evidence }: ObservedLinux): string[] =>
  ec2Evidence === undefined
    ? []
    : [
        `This machine is an EC2 instance (${ec2Evidence}): its programs need the real metadata service at ${ipv4Address}. Point AWS clients at Metafob with AWS_EC2_METADATA_SERVICE_ENDPOINT instead.`,
      ];

const wantedAddresses = ({ ipv6 }: WantedAddress): string[] =>
  ipv6 ? [ipv4Address, ipv6Address] : [ipv4Address];

function addressConflicts(observed: ObservedLinux, wanted: WantedAddress): string[] {
  const ours = ourAddresses(observed);
  return observed.addresses
    .filter(({ address }) => wantedAddresses(wanted).includes(address))
    .filter((address) => !isOurs(address, ours))
    .map(({ interface: name, address, prefixLength, label }) => {
      const origin = label === undefined || label === name ? '' : ` with the label ${label}`;
      return `${address} is on the interface ${name} already${origin}, and Metafob did not put it there. If nothing needs it, remove it with: sudo ip address del ${address}/${prefixLength} dev ${name}`;
    });
}

const listenerConflicts = ({ listeners }: ObservedLinux, wanted: WantedAddress): string[] =>
  listeners
    .filter(({ address, port }) => port === metadataPort && wantedAddresses(wanted).includes(address))
    .map(({ address, process }) => {
      const who = process ?? 'Another program, whose name only root may see,';
      return `${who} listens at ${address} port ${metadataPort}. Stop it first.`;
    });

/** Local ports to which other tools redirect, by their documentation. */
const knownPorts = new Map([['25772', 'alppaca']]);

function ruleConflicts({ iptablesRules, ip6tablesRules, nftRules }: ObservedLinux): string[] {
  const saved = redirectLines(`${iptablesRules}\n${ip6tablesRules}`).filter(
    (line) => !line.startsWith('-A METAFOB-'),
  );
  // What iptables-save shows is mostly in the nft list as well: say it once.
  const foreign = saved.length > 0 ? saved : redirectLines(rulesOfOthers(nftRules));
  return foreign.map((line) => {
    const port = line.match(/:(\d+)\b(?!.*:\d)/)?.[1] ?? '';
    const owner = knownPorts.get(port);
    const whose = owner === undefined ? '' : ` (port ${port} is that of ${owner})`;
    return `Another packet filter rule redirects the address already${whose}: ${line}\nStop the program that made it, or remove the rule.`;
  });
}

const redirectLines = (rules: string): string[] =>
  rules
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.includes(ipv4Address) || line.includes(ipv6Address))
    .filter((line) => /\b(?:dnat|redirect|tproxy)\b/i.test(line));
