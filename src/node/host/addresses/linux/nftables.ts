import { ipv4Address, metadataPort } from '../wanted-address.ts';
import type { Family, Rule } from './rules.ts';
import { ruleComment } from './rules.ts';

/** Everything is in a table of our own, so that no rule of others is ever touched. */
export const nftTable = 'metafob';

/** A file for `nft -f` that makes the table, or replaces it in one transaction. */
export function nftFile(rules: readonly Rule[]): string {
  const lines = (kinds: readonly Rule['kind'][]): string =>
    rules
      .filter(({ kind }) => kinds.includes(kind))
      .map((rule) => `    ${nftRule(rule)} comment "${ruleComment(rule)}"\n`)
      .join('');
  // Declared first, because deleting a table that is not there is an error.
  return `# Made by “metafob address install”; removed by “metafob address remove”.
table inet ${nftTable}
delete table inet ${nftTable}
table inet ${nftTable} {
  chain output {
    type nat hook output priority -110; policy accept;
${lines(['redirect'])}  }
  chain prerouting {
    type nat hook prerouting priority -110; policy accept;
${lines(['redirect-from-bridge'])}  }
  chain input {
    type filter hook input priority -10; policy accept;
${lines(['refuse-other-machines', 'refuse-other-bridges'])}  }
}
`;
}

function nftRule(rule: Rule): string {
  switch (rule.kind) {
    case 'redirect':
      return `${destination(rule.family)} ${rule.address} tcp dport ${metadataPort} redirect to :${rule.localPort}`;
    case 'redirect-from-bridge': {
      const { name, subnet } = rule.bridge;
      const from = `iifname "${name}" ip saddr ${subnet} ip daddr ${ipv4Address}`;
      return `${from} tcp dport ${metadataPort} redirect to :${rule.localPort}`;
    }
    case 'refuse-other-machines':
      return `${destination(rule.family)} ${rule.address} iifname != "lo" drop`;
    case 'refuse-other-bridges': {
      const { name, gateway } = rule.bridge;
      return `ip daddr ${gateway} tcp dport ${rule.localPort} iifname != { "lo", "${name}" } drop`;
    }
  }
}

const destination = (family: Family): string => (family === 'ipv4' ? 'ip daddr' : 'ip6 daddr');

/** Our table in what `nft list ruleset` prints, or undefined. It ends with a brace at the start of a line. */
export const ownTable = (listing: string): string | undefined => listing.match(ownTablePattern)?.[0];

const ownTablePattern = new RegExp(`^table inet ${nftTable} \\{[\\s\\S]*?^\\}`, 'm');

/** The comments of our rules in what `nft list ruleset` prints. */
export const nftComments = (listing: string): string[] =>
  [...(ownTable(listing) ?? '').matchAll(/comment "(metafob: [^"]*)"/g)].map(([, comment]) => comment ?? '');

/** What others made. The chains that iptables makes for us appear here as well, without their comments. */
export const rulesOfOthers = (listing: string): string =>
  listing.replace(ownTablePattern, '').replace(/^\tchain METAFOB-[\s\S]*?^\t\}/gm, '');
