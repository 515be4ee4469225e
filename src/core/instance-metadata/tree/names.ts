import { partitionOf, zoneIdPrefix } from '../partitions.ts';
import type { Facts } from './category.ts';

export const availabilityZone = ({ instance: { placement }, region }: Facts): string =>
  placement.availabilityZone ?? `${region}${placement.zoneLetter}`;

export const availabilityZoneId = ({ instance: { placement }, region }: Facts): string =>
  `${zoneIdPrefix(region)}-az${placement.zoneNumber}`;

/** The private DNS name: derived from the address, and from the region with an exception for the oldest one. */
export const localHostName = ({ instance: { network }, region }: Facts): string => {
  if (network.hostName !== undefined) return network.hostName;
  const domain = region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`;
  return `ip-${dashed(network.localIpv4)}.${domain}`;
};

export const publicHostName = ({ instance: { network }, region }: Facts): string | undefined => {
  if (network.publicIpv4 === undefined) return undefined;
  const zone = region === 'us-east-1' ? 'compute-1' : `${region}.compute`;
  return `ec2-${dashed(network.publicIpv4)}.${zone}.${partitionOf(region).domain}`;
};

const dashed = (address: string): string => address.replaceAll('.', '-');
