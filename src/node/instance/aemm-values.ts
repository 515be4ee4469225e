import type { InstanceDocument } from './instance-document.ts';

/** What a value of amazon-ec2-metadata-mock sets here. */
type Translation = (value: string) => InstanceDocument;

const path =
  (path: string): Translation =>
  (value) => ({ values: { [path]: value } });

const INTERFACE = 'meta-data/network/interfaces/macs/{mac}';

/**
 * Each key below `metadata.values` that holds a text. Those that other answers follow from change the instance;
 * `mac` moves the whole subtree, for instance.
 */
const translations: Readonly<Record<string, Translation>> = {
  'ami-id': (id) => ({ image: { id } }),
  'ami-launch-index': path('meta-data/ami-launch-index'),
  'ami-manifest-path': path('meta-data/ami-manifest-path'),
  'block-device-mapping-ami': path('meta-data/block-device-mapping/ami'),
  'block-device-mapping-ebs': path('meta-data/block-device-mapping/ebs0'),
  'block-device-mapping-ephemeral': path('meta-data/block-device-mapping/ephemeral0'),
  'block-device-mapping-root': path('meta-data/block-device-mapping/root'),
  'block-device-mapping-swap': path('meta-data/block-device-mapping/swap'),
  hostname: path('meta-data/hostname'),
  'instance-action': path('meta-data/instance-action'),
  'instance-id': (id) => ({ instance: { id } }),
  'instance-life-cycle': (lifeCycle) => ({ instance: { 'life-cycle': lifeCycle } }),
  'instance-type': (type) => ({ instance: { type } }),
  'kernel-id': (id) => ({ image: { 'kernel-id': id } }),
  'local-hostname': path('meta-data/local-hostname'),
  'local-ipv4': (address) => ({ network: { 'local-ipv4': address } }),
  mac: (mac) => ({ network: { mac } }),
  'mac-device-number': path(`${INTERFACE}/device-number`),
  'mac-ipv4-associations': (address) => ({ network: { 'public-ipv4': address } }),
  'mac-ipv6-associations': path(`${INTERFACE}/ipv6s`),
  'mac-local-hostname': path(`${INTERFACE}/local-hostname`),
  'mac-local-ipv4s': path(`${INTERFACE}/local-ipv4s`),
  'mac-mac': path(`${INTERFACE}/mac`),
  'mac-network-interface-card-index': path(`${INTERFACE}/network-card-index`),
  'mac-network-interface-id': path(`${INTERFACE}/interface-id`),
  'mac-owner-id': path(`${INTERFACE}/owner-id`),
  'mac-public-hostname': path(`${INTERFACE}/public-hostname`),
  'mac-public-ipv4s': path(`${INTERFACE}/public-ipv4s`),
  'mac-security-group-ids': path(`${INTERFACE}/security-group-ids`),
  'mac-security-groups': path(`${INTERFACE}/security-groups`),
  'mac-subnet-id': path(`${INTERFACE}/subnet-id`),
  'mac-subnet-ipv4-cidr-block': path(`${INTERFACE}/subnet-ipv4-cidr-block`),
  'mac-subnet-ipv6-cidr-blocks': path(`${INTERFACE}/subnet-ipv6-cidr-blocks`),
  'mac-vpc-id': path(`${INTERFACE}/vpc-id`),
  'mac-vpc-ipv4-cidr-block': path(`${INTERFACE}/vpc-ipv4-cidr-block`),
  'mac-vpc-ipv4-cidr-blocks': path(`${INTERFACE}/vpc-ipv4-cidr-blocks`),
  'mac-vpc-ipv6-cidr-blocks': path(`${INTERFACE}/vpc-ipv6-cidr-blocks`),
  'placement-availability-zone': (zone) => ({ placement: { 'availability-zone': zone } }),
  'placement-availability-zone-id': path('meta-data/placement/availability-zone-id'),
  'placement-group-name': path('meta-data/placement/group-name'),
  'placement-host-id': path('meta-data/placement/host-id'),
  'placement-partition-number': path('meta-data/placement/partition-number'),
  'placement-region': (region) => ({ placement: { region } }),
  'product-codes': (code) => ({ image: { 'product-codes': [code] } }),
  'public-hostname': path('meta-data/public-hostname'),
  'public-ipv4': (address) => ({ network: { 'public-ipv4': address } }),
  'public-key': (key) => ({ 'key-pair': { name: key.split(' ')[2] ?? 'metafob', 'public-key': key } }),
  'ramdisk-id': (id) => ({ image: { 'ramdisk-id': id } }),
  'reservation-id': (id) => ({ instance: { 'reservation-id': id } }),
  'security-groups': path('meta-data/security-groups'),
  'services-domain': path('meta-data/services/domain'),
  'services-partition': path('meta-data/services/partition'),
  'tags-instance-name': path('meta-data/tags/instance/Name'),
  'tags-instance-test': path('meta-data/tags/instance/Test'),
  // The id alone tells nothing about the accelerator, which has a key of its own.
  'elastic-inference-associations': () => ({}),
};

export const aemmValueKeys: readonly string[] = Object.keys(translations);

export const translateValue = (key: string, value: string): InstanceDocument =>
  translations[key]?.(value) ?? {};
