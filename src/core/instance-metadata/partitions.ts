/** A separate part of AWS, with the domain of its services. */
export interface Partition {
  readonly name: string;
  readonly domain: string;
}

/** By the beginning of the region's name. */
const partitions: readonly (readonly [prefix: string, partition: Partition])[] = [
  ['cn-', { name: 'aws-cn', domain: 'amazonaws.com.cn' }],
  ['us-gov-', { name: 'aws-us-gov', domain: 'amazonaws.com' }],
  ['us-iso-', { name: 'aws-iso', domain: 'c2s.ic.gov' }],
  ['us-isob-', { name: 'aws-iso-b', domain: 'sc2s.sgov.gov' }],
  ['eu-isoe-', { name: 'aws-iso-e', domain: 'cloud.adc-e.uk' }],
  ['us-isof-', { name: 'aws-iso-f', domain: 'csp.hci.ic.gov' }],
  ['eusc-', { name: 'aws-eusc', domain: 'amazonaws.eu' }],
];

export const partitionOf = (region: string): Partition =>
  partitions.find(([prefix]) => region.startsWith(prefix))?.[1] ?? { name: 'aws', domain: 'amazonaws.com' };

/** `eu-central-1` → `euc1`, `ap-southeast-2` → `apse2`: how ids of availability zones name a region. */
export const zoneIdPrefix = (region: string): string =>
  region
    .split('-')
    .map((word) => shortWords[word] ?? word)
    .join('');

const shortWords: Readonly<Record<string, string>> = {
  central: 'c',
  east: 'e',
  gov: 'g',
  north: 'n',
  northeast: 'ne',
  northwest: 'nw',
  south: 's',
  southeast: 'se',
  southwest: 'sw',
  west: 'w',
};
