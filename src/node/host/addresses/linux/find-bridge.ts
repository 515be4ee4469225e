import { isIPv4 } from 'node:net';
import type { Bridge } from '../wanted-address.ts';
import type { InterfaceAddress } from './observed-linux.ts';

/**
 * A bridge by the name of its interface, from its IPv4 address: that is the gateway of the containers on it,
 * whichever program made it. Undefined when there is no such interface or it has no IPv4 address.
 */
export function bridgeNamed(name: string, addresses: readonly InterfaceAddress[]): Bridge | undefined {
  const own = addresses.find((address) => address.interface === name && isIPv4(address.address));
  if (own === undefined) return undefined;
  return { name, gateway: own.address, subnet: subnetOf(own) };
}

function subnetOf({ address, prefixLength }: InterfaceAddress): string {
  const bits = address.split('.').reduce((number, part) => number * 256 + Number(part), 0);
  const size = 2 ** (32 - prefixLength);
  const start = Math.floor(bits / size) * size;
  const parts = [24, 16, 8, 0].map((shift) => Math.floor(start / 2 ** shift) % 256);
  return `${parts.join('.')}/${prefixLength}`;
}
