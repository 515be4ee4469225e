import { type Category, type Facts, family, lines, optional, text } from './category.ts';
import { localHostName, publicHostName } from './names.ts';

const INTERFACE = 'meta-data/network/interfaces/macs/{mac}';

/** Addresses and names; the interface of the instance as a subtree under its address. */
export const networkCategories: readonly Category[] = [
  text('meta-data/hostname', '1.0', localHostName),
  text('meta-data/ipv6', '2021-01-03', ({ instance }) => instance.network.ipv6Addresses[0]),
  text('meta-data/local-hostname', '2007-01-19', localHostName),
  text('meta-data/local-ipv4', '1.0', localIpv4),
  text('meta-data/mac', '2011-01-01', ({ instance }) => instance.network.mac),
  text('meta-data/public-hostname', '2007-01-19', publicHostName),
  text('meta-data/public-ipv4', '2007-01-19', publicIpv4),
  text('meta-data/security-groups', '1.0', securityGroups('name')),
  text(`${INTERFACE}/device-number`, '2011-01-01', () => '0'),
  text(`${INTERFACE}/interface-id`, '2011-01-01', ({ instance }) => instance.network.id),
  family(`${INTERFACE}/ipv4-associations/{public-ipv4}`, '2011-01-01', associations),
  optional(`${INTERFACE}/ipv4-prefix`, 'latest'),
  optional(`${INTERFACE}/ipv6-prefix`, 'latest'),
  text(`${INTERFACE}/ipv6s`, '2016-06-30', ({ instance }) => lines(instance.network.ipv6Addresses)),
  text(`${INTERFACE}/local-hostname`, '2007-01-19', localHostName),
  text(`${INTERFACE}/local-ipv4s`, '2011-01-01', localIpv4),
  text(`${INTERFACE}/mac`, '2011-01-01', ({ instance }) => instance.network.mac),
  text(`${INTERFACE}/network-card-index`, '2020-11-01', () => '0'),
  text(`${INTERFACE}/owner-id`, '2011-01-01', ({ accountId }) => accountId),
  text(`${INTERFACE}/public-hostname`, '2011-01-01', publicHostName),
  text(`${INTERFACE}/public-ipv4s`, '2011-01-01', publicIpv4),
  text(`${INTERFACE}/security-group-ids`, '2011-01-01', securityGroups('id')),
  text(`${INTERFACE}/security-groups`, '2011-01-01', securityGroups('name')),
  text(`${INTERFACE}/subnet-id`, '2011-01-01', ({ instance }) => instance.network.subnet.id),
  text(`${INTERFACE}/subnet-ipv4-cidr-block`, '2011-01-01', subnetIpv4Block),
  text(`${INTERFACE}/subnet-ipv6-cidr-blocks`, '2016-06-30', subnetIpv6Block),
  text(`${INTERFACE}/vpc-id`, '2011-01-01', ({ instance }) => instance.network.vpc.id),
  text(`${INTERFACE}/vpc-ipv4-cidr-block`, '2011-01-01', vpcIpv4Block),
  text(`${INTERFACE}/vpc-ipv4-cidr-blocks`, '2016-06-30', vpcIpv4Block),
  text(`${INTERFACE}/vpc-ipv6-cidr-blocks`, '2016-06-30', vpcIpv6Block),
];

function localIpv4({ instance }: Facts): string {
  return instance.network.localIpv4;
}

function publicIpv4({ instance }: Facts): string | undefined {
  return instance.network.publicIpv4;
}

/** The private address of each public one. */
function associations({ instance: { network } }: Facts): Readonly<Record<string, string>> {
  return network.publicIpv4 === undefined ? {} : { [network.publicIpv4]: network.localIpv4 };
}

function securityGroups(field: 'id' | 'name') {
  return ({ instance }: Facts) => lines(instance.network.securityGroups.map((group) => group[field]));
}

function subnetIpv4Block({ instance }: Facts): string {
  return instance.network.subnet.ipv4CidrBlock;
}

function subnetIpv6Block({ instance }: Facts): string | undefined {
  return instance.network.subnet.ipv6CidrBlock;
}

function vpcIpv4Block({ instance }: Facts): string {
  return instance.network.vpc.ipv4CidrBlock;
}

function vpcIpv6Block({ instance }: Facts): string | undefined {
  return instance.network.vpc.ipv6CidrBlock;
}
