import { networkInterfaces } from 'node:os';

/** All IP addresses of this machine, those of its loopback interfaces apart. */
export function interfaceAddresses(): { loopback: string[]; other: string[] } {
  const all = Object.entries(networkInterfaces()).map(([name, addresses]) => ({
    isLoopback: /^lo\d*$|^Loopback/.test(name),
    addresses: (addresses ?? []).map(({ address }) => address),
  }));
  const addressesOf = (isLoopback: boolean): string[] =>
    all.filter((one) => one.isLoopback === isLoopback).flatMap(({ addresses }) => addresses);
  return { loopback: addressesOf(true), other: addressesOf(false) };
}
