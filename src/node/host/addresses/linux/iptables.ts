import { ipv4Address, metadataPort } from '../wanted-address.ts';
import { type Family, type Rule, ruleComment } from './rules.ts';

/** Chains of our own, each called from one chain of the system. */
const chains = [
  { table: 'nat', name: 'METAFOB-OUTPUT', calledFrom: 'OUTPUT', kinds: ['redirect'] },
  { table: 'nat', name: 'METAFOB-BRIDGE', calledFrom: 'PREROUTING', kinds: ['redirect-from-bridge'] },
  {
    table: 'filter',
    name: 'METAFOB-INPUT',
    calledFrom: 'INPUT',
    kinds: ['refuse-other-machines', 'refuse-other-bridges'],
  },
] as const satisfies readonly {
  readonly table: string;
  readonly name: string;
  readonly calledFrom: string;
  readonly kinds: readonly Rule['kind'][];
}[];

/** A file for `iptables-restore --noflush` that makes our chains, or refills them, and calls them. */
export function iptablesFile(rules: readonly Rule[], family: Family): string {
  const table = (name: string): string => {
    const own = chains.filter((chain) => chain.table === name);
    return [
      `*${name}`,
      ...own.map((chain) => `:${chain.name} - [0:0]`),
      ...own.map((chain) => `-I ${chain.calledFrom} 1 -j ${chain.name}`),
      ...own.flatMap((chain) => chainLines(chain, rules, family)),
      'COMMIT',
    ].join('\n');
  };
  return `# Made by “metafob address install”; removed by “metafob address remove”.
${table('nat')}
${table('filter')}
`;
}

const chainLines = (
  { name, kinds }: (typeof chains)[number],
  rules: readonly Rule[],
  family: Family,
): string[] => [
  ...(name === 'METAFOB-INPUT' ? [`-A ${name} -i lo -j RETURN`] : []),
  ...rules
    .filter((rule) => kinds.some((kind) => kind === rule.kind) && familyOf(rule) === family)
    .map((rule) => `-A ${name} ${iptablesRule(rule)}`),
];

/** Only the IPv4 address is offered to containers. */
const familyOf = (rule: Rule): Family => ('family' in rule ? rule.family : 'ipv4');

function iptablesRule(rule: Rule): string {
  const comment = `-m comment --comment "${ruleComment(rule)}"`;
  switch (rule.kind) {
    case 'redirect':
      return `-d ${rule.address} -p tcp --dport ${metadataPort} ${comment} -j REDIRECT --to-ports ${rule.localPort}`;
    case 'redirect-from-bridge': {
      const from = `-i ${rule.bridge.name} -s ${rule.bridge.subnet} -d ${ipv4Address}`;
      return `${from} -p tcp --dport ${metadataPort} ${comment} -j REDIRECT --to-ports ${rule.localPort}`;
    }
    case 'refuse-other-machines':
      return `-d ${rule.address} ${comment} -j DROP`;
    case 'refuse-other-bridges': {
      const { name, gateway } = rule.bridge;
      return `-d ${gateway} ! -i ${name} -p tcp --dport ${rule.localPort} ${comment} -j DROP`;
    }
  }
}

/** Arguments of `iptables` that take our chains out of use. Before `-F` and `-X` come the calls. */
export const iptablesRemoval: readonly (readonly string[])[] = [
  ...chains.map(({ table, name, calledFrom }) => ['-w', '-t', table, '-D', calledFrom, '-j', name]),
  ...chains.map(({ table, name }) => ['-w', '-t', table, '-F', name]),
  ...chains.map(({ table, name }) => ['-w', '-t', table, '-X', name]),
];

/** The comments of our rules in what `iptables-save` prints. */
export const iptablesComments = (saved: string): string[] =>
  [...saved.matchAll(/^-A METAFOB-.* --comment "(metafob: [^"]*)"/gm)].map(([, comment]) => comment ?? '');

/** The removal commands whose object is there, so that each of them succeeds. */
export const iptablesRemovalFor = (saved: string): readonly (readonly string[])[] => {
  const blocks = new Map(saved.split(/^(?=\*)/m).map((block) => [block.match(/^\*(\w+)/)?.[1], block]));
  const isThere = ([, , table, action, chain, , target]: readonly string[]): boolean => {
    const block = blocks.get(table) ?? '';
    return action === '-D' ? block.includes(`\n-A ${chain} -j ${target}\n`) : block.includes(`\n:${chain} `);
  };
  return iptablesRemoval.filter(isThere);
};
