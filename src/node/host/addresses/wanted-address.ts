/** Where AWS clients look for instance metadata when nothing else is configured. */
export const ipv4Address = '169.254.169.254';
export const ipv6Address = 'fd00:ec2::254';
export const metadataPort = 80;
/** The port of Metafob unless its configuration says otherwise. */
export const defaultLocalPort = 45_000;

/** A virtual network of containers whose requests are let in. */
export interface Bridge {
  /** Name of the interface, such as `docker0`. */
  readonly name: string;
  /** Address of this machine on the bridge. */
  readonly gateway: string;
  /** In CIDR form, such as `172.17.0.0/16`. */
  readonly subnet: string;
}

/** What the user wants to have installed. */
export interface WantedAddress {
  /** The unprivileged port at which Metafob listens on loopback. */
  readonly localPort: number;
  readonly ipv6: boolean;
  readonly bridge?: Bridge;
}
