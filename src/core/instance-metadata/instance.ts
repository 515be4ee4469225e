/** The machine that Metafob pretends to be. Region and account follow the active profile. */
export interface Instance {
  readonly region: string;
  readonly accountId: string | undefined;
}

/** Path below the version directory → its value; undefined where it does not exist for the instance. */
export type MetadataTree = ReadonlyMap<string, (instance: Instance) => string | undefined>;

const HOST_NAME = 'localhost';
const MAC_ADDRESS = '02:29:96:8f:6a:2d';
const INSTANCE_ID = 'i-0123456789abcdef0';
const INSTANCE_TYPE = 't3.micro';
const IMAGE_ID = 'ami-0123456789abcdef0';
const LOCAL_ADDRESS = '127.0.0.1';
const VPC_ID = 'vpc-0123456789abcdef0';

const availabilityZone = ({ region }: Instance): string => `${region}a`;

/** Every path but those below `iam`. Listings follow from the paths. */
export const instanceTree: MetadataTree = new Map([
  ['dynamic/instance-identity/document', identityDocument],
  ['meta-data/ami-id', () => IMAGE_ID],
  ['meta-data/hostname', () => HOST_NAME],
  ['meta-data/instance-id', () => INSTANCE_ID],
  ['meta-data/instance-type', () => INSTANCE_TYPE],
  ['meta-data/local-hostname', () => HOST_NAME],
  ['meta-data/local-ipv4', () => LOCAL_ADDRESS],
  ['meta-data/mac', () => MAC_ADDRESS],
  [`meta-data/network/interfaces/macs/${MAC_ADDRESS}/vpc-id`, () => VPC_ID],
  ['meta-data/placement/availability-zone', availabilityZone],
  ['meta-data/placement/region', ({ region }) => region],
  ['meta-data/public-hostname', () => HOST_NAME],
]);

function identityDocument(instance: Instance): string {
  return JSON.stringify(
    {
      accountId: instance.accountId ?? null,
      architecture: 'x86_64',
      availabilityZone: availabilityZone(instance),
      billingProducts: null,
      devpayProductCodes: null,
      marketplaceProductCodes: null,
      imageId: IMAGE_ID,
      instanceId: INSTANCE_ID,
      instanceType: INSTANCE_TYPE,
      kernelId: null,
      pendingTime: '2016-01-01T00:00:00Z',
      privateIp: LOCAL_ADDRESS,
      ramdiskId: null,
      region: instance.region,
      version: '2017-09-30',
    },
    null,
    2,
  );
}
