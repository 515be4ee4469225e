import {
  type Bridge,
  ipv4Address,
  ipv6Address,
  metadataPort,
  type WantedAddress,
} from '../wanted-address.ts';

export type Family = 'ipv4' | 'ipv6';

/** A packet filter rule in no particular filter's language. */
export type Rule =
  | {
      readonly kind: 'redirect';
      readonly family: Family;
      readonly address: string;
      readonly localPort: number;
    }
  | { readonly kind: 'redirect-from-bridge'; readonly bridge: Bridge; readonly localPort: number }
  | { readonly kind: 'refuse-other-machines'; readonly family: Family; readonly address: string }
  | { readonly kind: 'refuse-other-bridges'; readonly bridge: Bridge; readonly localPort: number };

/**
 * The redirects, and rules against other machines: Linux answers on every interface for every address it
 * has, so that a neighbour with a route could otherwise reach the addresses on loopback.
 */
export const rulesFor = ({ localPort, ipv6, bridge }: WantedAddress): readonly Rule[] => [
  ...addressesOf(ipv6).flatMap((place): Rule[] => [
    { kind: 'redirect', ...place, localPort },
    { kind: 'refuse-other-machines', ...place },
  ]),
  ...(bridge === undefined
    ? []
    : ([
        { kind: 'redirect-from-bridge', bridge, localPort },
        { kind: 'refuse-other-bridges', bridge, localPort },
      ] satisfies Rule[])),
];

const addressesOf = (ipv6: boolean): readonly { family: Family; address: string }[] => [
  { family: 'ipv4', address: ipv4Address },
  ...(ipv6 ? [{ family: 'ipv6', address: ipv6Address } as const] : []),
];

/**
 * Says everything about a rule. It is the comment of the rule in the packet filter, so that Metafob
 * recognises its rules without parsing the filter's own way of writing them.
 */
export function ruleComment(rule: Rule): string {
  switch (rule.kind) {
    case 'redirect':
      return `metafob: ${rule.address} port ${metadataPort} to local port ${rule.localPort}`;
    case 'redirect-from-bridge': {
      const { name, subnet, gateway } = rule.bridge;
      return `metafob: from ${name} ${subnet} to ${gateway} port ${rule.localPort}`;
    }
    case 'refuse-other-machines':
      return `metafob: ${rule.address} only from this machine`;
    case 'refuse-other-bridges':
      return `metafob: ${rule.bridge.gateway} port ${rule.localPort} only from ${rule.bridge.name}`;
  }
}

/** The port in the comment of a redirect, or undefined for other comments. */
export function localPortIn(comments: readonly string[]): number | undefined {
  const port = comments.join('\n').match(/^metafob: .* to local port (\d+)$/m)?.[1];
  return port === undefined ? undefined : Number(port);
}
