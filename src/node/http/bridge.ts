import { BlockList } from 'node:net';

/** A network of containers on this machine: the address of the machine in it, and how much of it is fixed. */
export interface Bridge {
  /** IPv4, such as `172.17.0.1`. */
  readonly gateway: string;
  /** Such as 16 for `172.17.0.0` to `172.17.255.255`. */
  readonly prefixLength: number;
}

/** Names under which containers know their machine. */
export const machineNames = ['host.docker.internal', 'host.containers.internal'] as const;

/** Whether an IPv4 address is one of the bridge's. */
export function createBridgeCheck({ gateway, prefixLength }: Bridge): (address: string) => boolean {
  const subnet = new BlockList();
  subnet.addSubnet(gateway, prefixLength);
  return (address) => subnet.check(address);
}
