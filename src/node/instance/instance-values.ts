import { isDeepStrictEqual } from 'node:util';
import type { Instance } from '../../core/instance-metadata/instance.ts';
import type { InstanceValue } from '../../shared/instance-api.ts';

/** What the active profile says where the instance says nothing. */
export interface ProfileFacts {
  readonly region?: string | undefined;
  readonly accountId?: string | undefined;
}

/**
 * The instance as a list of keys, which are those of the override document, with where each value is from.
 * Values that are not there are left out, unless somebody took them away.
 */
export function instanceValues(
  generated: Instance,
  instance: Instance,
  profile: ProfileFacts,
): readonly InstanceValue[] {
  const before = new Map(rows(generated));
  const own = rows(instance).flatMap(([key, value]): InstanceValue[] => {
    const source = isDeepStrictEqual(before.get(key), value) ? 'generated' : 'set';
    if (value !== undefined) return [{ key, value, source }];
    return source === 'set' ? [{ key, value: 'none', source }] : [];
  });
  return [
    ...own,
    ...fromProfile('instance.account-id', instance.accountId, profile.accountId),
    ...fromProfile('placement.region', instance.placement.region, profile.region),
  ].toSorted((first, second) => first.key.localeCompare(second.key, 'en'));
}

const fromProfile = (key: string, set: string | undefined, value: string | undefined): InstanceValue[] =>
  set === undefined && value !== undefined ? [{ key, value, source: 'profile' }] : [];

type Row = readonly [key: string, value: string | undefined];

function rows(instance: Instance): readonly Row[] {
  const { image, network, placement, keyPair, userData } = instance;
  return [
    ['instance.id', instance.id],
    ['instance.type', instance.type],
    ['instance.architecture', instance.architecture],
    ['instance.hypervisor', instance.hypervisor],
    ['instance.life-cycle', instance.lifeCycle],
    ['instance.reservation-id', instance.reservationId],
    ['instance.account-id', instance.accountId],
    ['image.id', image.id],
    ['image.launch-index', String(image.launchIndex)],
    ['image.manifest-path', image.manifestPath],
    ['image.product-codes', listed(image.productCodes)],
    ['image.kernel-id', image.kernelId],
    ['image.ramdisk-id', image.ramdiskId],
    ['network.mac', network.mac],
    ['network.interface-id', network.id],
    ['network.local-ipv4', network.localIpv4],
    ['network.public-ipv4', network.publicIpv4],
    ['network.ipv6-addresses', listed(network.ipv6Addresses)],
    ['network.host-name', network.hostName],
    ['network.security-groups', listed(network.securityGroups.map(({ id, name }) => `${name} (${id})`))],
    ['network.subnet.id', network.subnet.id],
    ['network.subnet.ipv4-cidr-block', network.subnet.ipv4CidrBlock],
    ['network.subnet.ipv6-cidr-block', network.subnet.ipv6CidrBlock],
    ['network.vpc.id', network.vpc.id],
    ['network.vpc.ipv4-cidr-block', network.vpc.ipv4CidrBlock],
    ['network.vpc.ipv6-cidr-block', network.vpc.ipv6CidrBlock],
    ['placement.region', placement.region],
    ['placement.availability-zone', placement.availabilityZone],
    ['key-pair', keyPair?.name],
    // Not the data themselves, which may hold passwords.
    ['user-data', userData === undefined ? undefined : `${userData.length} bytes`],
    ...record('block-devices', instance.blockDevices),
    ...record('tags', instance.tags),
    ...record('identity-document', instance.identityDocument),
    ...record('values', instance.values),
  ];
}

const listed = (items: readonly string[]): string | undefined =>
  items.length === 0 ? undefined : items.join(', ');

const record = (name: string, entries: Readonly<Record<string, string | readonly string[] | null>>): Row[] =>
  Object.entries(entries).map(([key, value]) => [
    `${name}.${key}`,
    value === null ? 'null' : typeof value === 'string' ? value : value.join(', '),
  ]);
