import type { Instance } from '../instance.ts';
import { type Category, type Facts, family, lines, optional, text } from './category.ts';

/** What the instance is made of. */
export const machineCategories: readonly Category[] = [
  text('meta-data/ami-id', '1.0', ({ instance }) => instance.image.id),
  text('meta-data/ami-launch-index', '1.0', ({ instance }) => String(instance.image.launchIndex)),
  text('meta-data/ami-manifest-path', '1.0', ({ instance }) => instance.image.manifestPath),
  optional('meta-data/ancestor-ami-ids', '2007-10-10'),
  text('meta-data/block-device-mapping/ami', '2007-12-15', device('ami')),
  text('meta-data/block-device-mapping/root', '2007-12-15', device('root')),
  text('meta-data/block-device-mapping/swap', '2007-12-15', device('swap')),
  family('meta-data/block-device-mapping/ebs{number}', '2007-12-15', devices('ebs')),
  family('meta-data/block-device-mapping/ephemeral{number}', '2007-12-15', devices('ephemeral')),
  optional('meta-data/elastic-gpus/associations/{id}', '2016-11-30'),
  optional('meta-data/elastic-inference/associations/{id}', '2018-11-29'),
  text('meta-data/hibernation/configured', 'latest', () => 'false'),
  text('meta-data/instance-action', '2008-09-01', () => 'none'),
  text('meta-data/instance-id', '1.0', ({ instance }) => instance.id),
  text('meta-data/instance-life-cycle', '2019-10-01', lifeCycle),
  text('meta-data/instance-type', '2007-08-29', ({ instance }) => instance.type),
  text('meta-data/kernel-id', '2008-02-01', ({ instance }) => instance.image.kernelId),
  optional('meta-data/managed-ssh-keys/active-keys/{user}', 'latest'),
  optional('meta-data/managed-ssh-keys/signer-cert', 'latest'),
  optional('meta-data/managed-ssh-keys/signer-ocsp/{sha1}', 'latest'),
  // Retired, but still listed: what is left of it is the first line of the document.
  text('meta-data/metrics/vhostmd', '2011-05-01', () => '<?xml version="1.0" encoding="UTF-8"?>'),
  text('meta-data/product-codes', '2007-03-01', ({ instance }) => lines(instance.image.productCodes)),
  text('meta-data/profile', '2008-09-01', ({ instance }) => instance.bootProfile),
  text('meta-data/public-keys/0/openssh-key', '1.0', ({ instance }) => instance.keyPair?.publicKey),
  text('meta-data/ramdisk-id', '2007-10-10', ({ instance }) => instance.image.ramdiskId),
  text('meta-data/reservation-id', '1.0', ({ instance }) => instance.reservationId),
  text('meta-data/system', 'latest', ({ instance }) => instance.hypervisor),
  family('meta-data/tags/instance/{key}', '2021-03-23', ({ instance }) => instance.tags),
  { kind: 'user-data', path: 'user-data', since: '1.0' },
];

function device(name: string) {
  return ({ instance }: { readonly instance: Instance }) => instance.blockDevices[name];
}

/** Number → device, of the block devices of one kind. */
function devices(kind: string) {
  return ({ instance }: { readonly instance: Instance }) =>
    Object.fromEntries(
      Object.entries(instance.blockDevices)
        .filter(([name]) => name.startsWith(kind))
        .map(([name, path]) => [name.slice(kind.length), path]),
    );
}

function lifeCycle({ instance, events }: Facts): string {
  return events.onSpot ? 'spot' : instance.lifeCycle;
}
