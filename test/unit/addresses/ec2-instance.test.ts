import { expect, test } from 'vitest';
import { ec2Evidence, type MachineFacts } from '../../../src/node/host/addresses/ec2-instance.ts';

const unknown: MachineFacts = {
  vendor: undefined,
  productUuid: undefined,
  assetTag: undefined,
  hypervisorUuid: undefined,
};

test.each<[string, Partial<MachineFacts>]>([
  ['the vendor of Nitro instances', { vendor: 'Amazon EC2' }],
  ['an instance id as asset tag', { assetTag: 'i-0123456789abcdef0' }],
  ['the UUID of the Xen hypervisor', { hypervisorUuid: 'ec2e1916-9099-7caf-fd21-012345abcdef' }],
  ['the product UUID under Xen', { vendor: 'Xen', productUuid: 'EC2E1916-9099-7CAF-FD21-012345ABCDEF' }],
])('%s proves an EC2 instance', (_, facts) => {
  expect(ec2Evidence({ ...unknown, ...facts })).toContain(Object.values(facts).at(-1));
});

test.each<[string, Partial<MachineFacts>]>([
  ['nothing known', {}],
  ['a laptop', { vendor: 'LENOVO', assetTag: 'Not Available', productUuid: '4c4c4544-0043' }],
  ['a UUID that begins with ec2 by chance', { vendor: 'Dell Inc.', productUuid: 'ec2e1916-9099' }],
])('%s does not', (_, facts) => {
  expect(ec2Evidence({ ...unknown, ...facts })).toBeUndefined();
});
