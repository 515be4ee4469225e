import { toTimestamp } from '../../sessions/credentials.ts';
import { type Ec2Document, ec2Json } from '../ec2-json.ts';
import { type Category, type Facts, text } from './category.ts';
import { availabilityZone } from './names.ts';

const IDENTITY = 'dynamic/instance-identity';

/** What the instance can prove about itself. */
export const dynamicCategories: readonly Category[] = [
  text('dynamic/fws/instance-monitoring', '2009-04-04', () => 'disabled'),
  text(`${IDENTITY}/document`, '2009-04-04', identityDocument),
  { kind: 'signature', path: `${IDENTITY}/pkcs7`, since: '2009-04-04', form: 'pkcs7' },
  { kind: 'signature', path: `${IDENTITY}/rsa2048`, since: '2009-04-04', form: 'rsa2048' },
  { kind: 'signature', path: `${IDENTITY}/signature`, since: '2009-04-04', form: 'signature' },
];

/** The identity document; its signatures are over exactly this text. */
export function identityDocument(facts: Facts): string {
  const { instance, region, accountId } = facts;
  const { image, network } = instance;
  const document: Ec2Document = {
    accountId: accountId ?? null,
    architecture: instance.architecture,
    availabilityZone: availabilityZone(facts),
    billingProducts: null,
    devpayProductCodes: null,
    marketplaceProductCodes: image.productCodes.length === 0 ? null : image.productCodes,
    imageId: image.id,
    instanceId: instance.id,
    instanceType: instance.type,
    kernelId: image.kernelId ?? null,
    pendingTime: toTimestamp(instance.launchedAt),
    privateIp: network.localIpv4,
    ramdiskId: image.ramdiskId ?? null,
    region,
    version: '2017-09-30',
  };
  return ec2Json({ ...document, ...instance.identityDocument });
}
