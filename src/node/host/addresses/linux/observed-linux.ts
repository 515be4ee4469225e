/** An address of an interface, as `ip -j address` tells it. */
export interface InterfaceAddress {
  readonly interface: string;
  readonly address: string;
  readonly prefixLength: number;
  /** IPv6 addresses have none. */
  readonly label: string | undefined;
}

/** A program that listens at a TCP port. */
export interface PortListener {
  readonly address: string;
  readonly port: number;
  /** Such as `nginx (process 4711)`; undefined when the system does not tell. */
  readonly process: string | undefined;
}

/** Everything that the plans for Linux look at. */
export interface ObservedLinux {
  readonly addresses: readonly InterfaceAddress[];
  readonly listeners: readonly PortListener[];
  readonly ec2Evidence: string | undefined;
  /** The whole `nft list ruleset`; empty without nft or without the right to read it. */
  readonly nftRules: string;
  /** What `iptables-save` and `ip6tables-save` print. */
  readonly iptablesRules: string;
  readonly ip6tablesRules: string;
  /** False when rules exist perhaps, but only root may see them. */
  readonly rulesAreKnown: boolean;
  /** Content of our files that exist, by path. */
  readonly files: ReadonlyMap<string, string>;
  /** Whether the unit is started with the system. */
  readonly unitIsEnabled: boolean;
}
