/**
 * Every path that the EC2 user guide lists (data categories, 2023), and some that clients ask for besides,
 * copied by hand. Names that only an instance knows are in braces.
 */
const macPaths = [
  ...['device-number', 'interface-id', 'local-ipv4s', 'mac', 'owner-id', 'local-hostname', 'public-hostname'],
  ...[
    'ipv4-associations/{public-ipv4}',
    'public-ipv4s',
    'security-groups',
    'security-group-ids',
    'subnet-id',
  ],
  ...['subnet-ipv4-cidr-block', 'vpc-id', 'vpc-ipv4-cidr-block', 'ipv6s', 'subnet-ipv6-cidr-blocks'],
  ...['vpc-ipv4-cidr-blocks', 'vpc-ipv6-cidr-blocks', 'network-card-index', 'ipv4-prefix', 'ipv6-prefix'],
].map((path) => `network/interfaces/macs/{mac}/${path}`);

export const documentedPaths: readonly string[] = [
  ...[
    ...['ami-id', 'ami-launch-index', 'ami-manifest-path', 'ancestor-ami-ids'],
    'autoscaling/target-lifecycle-state',
    ...['ami', 'root', 'swap', 'ebs{number}', 'ephemeral{number}'].map(
      (name) => `block-device-mapping/${name}`,
    ),
    ...['elastic-gpus/associations/{id}', 'elastic-inference/associations/{id}'],
    ...['events/maintenance/history', 'events/maintenance/scheduled', 'events/recommendations/rebalance'],
    'hostname',
    ...['iam/info', 'iam/security-credentials/{role}', 'iam/security-credentials-extended/{role}'],
    ...['identity-credentials/ec2/info', 'identity-credentials/ec2/security-credentials/ec2-instance'],
    ...['instance-action', 'instance-id', 'instance-life-cycle', 'instance-type', 'ipv6', 'kernel-id'],
    ...['local-hostname', 'local-ipv4', 'mac', 'metrics/vhostmd'],
    ...macPaths,
    ...[
      'availability-zone',
      'availability-zone-id',
      'region',
      'group-name',
      'host-id',
      'partition-number',
    ].map((name) => `placement/${name}`),
    ...['product-codes', 'public-hostname', 'public-ipv4', 'public-keys/0/openssh-key', 'ramdisk-id'],
    ...['reservation-id', 'security-groups', 'services/domain', 'services/partition'],
    ...['spot/instance-action', 'spot/termination-time', 'tags/instance/{key}'],
    ...['profile', 'system', 'hibernation/configured'],
    'managed-ssh-keys/active-keys/{user}',
    ...['managed-ssh-keys/signer-cert', 'managed-ssh-keys/signer-ocsp/{sha1}'],
  ].map((path) => `meta-data/${path}`),
  'dynamic/fws/instance-monitoring',
  ...['document', 'pkcs7', 'rsa2048', 'signature'].map((name) => `dynamic/instance-identity/${name}`),
  'user-data',
];

/** Those that mmds lists as missing; here they answer. */
export const missingInMmds: readonly string[] = [
  ...['signature', 'pkcs7', 'rsa2048'].map((name) => `dynamic/instance-identity/${name}`),
  ...[
    'block-device-mapping/ami',
    'block-device-mapping/root',
    'public-keys',
    'public-keys/0/openssh-key',
  ].map((path) => `meta-data/${path}`),
  'meta-data/network/interfaces/macs',
  ...[
    ...['device-number', 'interface-id', 'local-hostname', 'local-ipv4s', 'mac', 'owner-id'],
    ...['security-group-ids', 'security-groups', 'subnet-id', 'subnet-ipv4-cidr-block', 'vpc-id'],
    ...['vpc-ipv4-cidr-block', 'vpc-ipv4-cidr-blocks', 'vpc-ipv6-cidr-blocks'],
  ].map((name) => `meta-data/network/interfaces/macs/{mac}/${name}`),
];
