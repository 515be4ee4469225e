/** Where the people of one AWS partition sign in to the console. */
export interface ConsolePartition {
  /** The federation endpoint, without a slash at the end. */
  readonly signInUrl: string;
  /** The console of a region is at `https://REGION.DOMAIN/`. */
  readonly consoleDomain: string;
}

/** Beginnings of region names; a region that none fits is in the partition `aws`. */
const partitions: readonly (readonly [regionPrefix: string, ConsolePartition])[] = [
  ['cn-', { signInUrl: 'https://signin.amazonaws.cn', consoleDomain: 'console.amazonaws.cn' }],
  [
    'us-gov-',
    { signInUrl: 'https://signin.amazonaws-us-gov.com', consoleDomain: 'console.amazonaws-us-gov.com' },
  ],
  [
    'eusc-',
    // The only endpoint of this partition so far is that of its first region.
    {
      signInUrl: 'https://eusc-de-east-1.signin.amazonaws-eusc.eu',
      consoleDomain: 'console.amazonaws-eusc.eu',
    },
  ],
];

const standard: ConsolePartition = {
  signInUrl: 'https://signin.aws.amazon.com',
  consoleDomain: 'console.aws.amazon.com',
};

export const partitionOf = (region: string): ConsolePartition =>
  partitions.find(([prefix]) => region.startsWith(prefix))?.[1] ?? standard;

export const consoleHome = (region: string): string =>
  `https://${region}.${partitionOf(region).consoleDomain}/console/home?region=${region}`;
