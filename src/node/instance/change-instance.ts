import type { Instance } from '../../core/instance-metadata/instance.ts';
import type { InstanceDocument } from './instance-document.ts';

/** An instance with everything that a document sets; `user-data` is read by its caller. */
export function changeInstance(instance: Instance, document: InstanceDocument): Instance {
  const { instance: subject = {}, image = {}, network = {}, placement = {} } = document;
  const { 'key-pair': keyPair, values = {}, 'identity-document': identity = {} } = document;
  return {
    ...change<Instance>(instance, {
      id: subject.id,
      type: subject.type,
      architecture: subject.architecture,
      hypervisor: subject.hypervisor,
      lifeCycle: subject['life-cycle'],
      reservationId: subject['reservation-id'],
      accountId: subject['account-id'],
      blockDevices: document['block-devices'],
      tags: document.tags,
      keyPair: keyPair && { name: keyPair.name, publicKey: keyPair['public-key'] },
    }),
    image: change(instance.image, {
      id: image.id,
      launchIndex: image['launch-index'],
      manifestPath: image['manifest-path'],
      productCodes: image['product-codes'],
      kernelId: image['kernel-id'],
      ramdiskId: image['ramdisk-id'],
    }),
    network: change(instance.network, {
      id: network['interface-id'],
      mac: network.mac,
      localIpv4: network['local-ipv4'],
      publicIpv4: network['public-ipv4'],
      ipv6Addresses: network['ipv6-addresses'],
      hostName: network['host-name'],
      securityGroups: network['security-groups'],
      subnet: addressRange(instance.network.subnet, network.subnet),
      vpc: addressRange(instance.network.vpc, network.vpc),
    }),
    placement: change(instance.placement, {
      region: placement.region,
      availabilityZone: placement['availability-zone'],
    }),
    values: { ...instance.values, ...values },
    identityDocument: { ...instance.identityDocument, ...identity },
  };
}

type Network = NonNullable<InstanceDocument['network']>;

const addressRange = (range: Instance['network']['vpc'], document: Network['vpc'] = {}) =>
  change(range, {
    id: document.id,
    ipv4CidrBlock: document['ipv4-cidr-block'],
    ipv6CidrBlock: document['ipv6-cidr-block'],
  });

/** `undefined` keeps what is there, `null` takes it away. */
function change<Value extends object>(
  value: Value,
  changes: { readonly [Key in keyof Value]?: Value[Key] | null | undefined },
): Value {
  const set = Object.entries(changes).filter(([, changed]) => changed !== undefined);
  return { ...value, ...Object.fromEntries(set.map(([key, changed]) => [key, changed ?? undefined])) };
}
