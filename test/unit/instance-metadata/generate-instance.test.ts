import fc from 'fast-check';
import { expect, test } from 'vitest';
import { generateInstance } from '../../../src/core/instance-metadata/generate-instance.ts';

const anyInstance = fc.string().map((seed) => generateInstance(seed, 0));

test('equal seeds give equal instances, others give others', () => {
  expect(generateInstance('one', 5)).toEqual(generateInstance('one', 5));
  expect(generateInstance('one', 5).id).not.toBe(generateInstance('two', 5).id);
  expect(generateInstance('one', 5).network.mac).not.toBe(generateInstance('two', 5).network.mac);
});

test('ids and addresses look like those of EC2', () => {
  fc.assert(
    fc.property(anyInstance, ({ id, image, reservationId, network, keyPair }) => {
      const { subnet, vpc, securityGroups } = network;
      const ids = [id, image.id, reservationId, network.id, subnet.id, vpc.id, securityGroups[0]?.id];
      const kinds = ['i', 'ami', 'r', 'eni', 'subnet', 'vpc', 'sg'];
      for (const [index, prefix] of kinds.entries()) {
        expect(ids[index]).toMatch(new RegExp(`^${prefix}-0[0-9a-f]{16}$`));
      }
      expect(network.mac).toMatch(/^02(:[0-9a-f]{2}){5}$/);
      expect(keyPair?.publicKey).toMatch(/^ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI[A-Za-z0-9+/]{43} metafob$/);
    }),
  );
});

test('the private address lies in the subnet, and is none of those that AWS keeps for itself', () => {
  fc.assert(
    fc.property(anyInstance, ({ network }) => {
      const [, , third = 0, fourth = 0] = network.localIpv4.split('.').map(Number);
      const base = Number(network.subnet.ipv4CidrBlock.split('.')[2]);
      expect(network.localIpv4).toMatch(/^172\.31\./);
      expect(third).toBeGreaterThanOrEqual(base);
      expect(third).toBeLessThan(base + 16);
      expect(fourth).toBeGreaterThan(3);
      expect(fourth).toBeLessThan(255);
    }),
  );
});

test('public addresses are nobody’s', () => {
  fc.assert(
    fc.property(anyInstance, ({ network }) => {
      expect(network.publicIpv4).toMatch(/^203\.0\.113\.\d+$/);
      expect(network.ipv6Addresses[0]).toMatch(/^2001:db8(:[1-9a-f][0-9a-f]{0,3}){6}$/);
    }),
  );
});
