import { ipv4Address, ipv6Address } from '../wanted-address.ts';
import { iptablesComments } from './iptables.ts';
import { nftComments } from './nftables.ts';
import type { InterfaceAddress, ObservedLinux } from './observed-linux.ts';

/** Shown by `ip address`, and the mark by which the IPv4 address is known to be ours. */
export const addressLabel = 'lo:metafob';

/** The comments of all our rules, whichever packet filter holds them. */
export const ourRuleComments = (observed: ObservedLinux): string[] => [
  ...nftComments(observed.nftRules),
  ...iptablesComments(observed.iptablesRules),
  ...iptablesComments(observed.ip6tablesRules),
];

/**
 * The addresses on loopback that Metafob put there. An IPv6 address cannot carry a label, so it is ours when
 * our rules or files are about it: they are made before the address, and removed after it.
 */
export function ourAddresses(observed: ObservedLinux): InterfaceAddress[] {
  const traces = [...ourRuleComments(observed), ...observed.files.values()].join('\n');
  return observed.addresses.filter(
    ({ interface: name, address, label }) =>
      name === 'lo' &&
      ((address === ipv4Address && label === addressLabel) ||
        (address === ipv6Address && traces.includes(ipv6Address))),
  );
}

export const isOurs = (address: InterfaceAddress, ours: readonly InterfaceAddress[]): boolean =>
  ours.some((own) => own.address === address.address && own.interface === address.interface);
