/**
 * The machine that Metafob pretends to be. Region and account are those of the active profile, unless they are
 * set here.
 */
export interface Instance {
  readonly id: string;
  readonly type: string;
  readonly architecture: string;
  /** `system`: what it runs on, `nitro` or `xen`. */
  readonly hypervisor: string;
  /** `profile`: how it boots, such as `default-hvm`. */
  readonly bootProfile: string;
  /** `instance-life-cycle`; `spot` while a spot interruption is set, whatever stands here. */
  readonly lifeCycle: string;
  /** ms since the epoch */
  readonly launchedAt: number;
  readonly reservationId: string;
  readonly image: MachineImage;
  /** Virtual name (`ami`, `root`, `ebs1`, `ephemeral0`, `swap`) → device. */
  readonly blockDevices: Readonly<Record<string, string>>;
  readonly keyPair?: KeyPair | undefined;
  readonly network: NetworkInterface;
  readonly placement: Placement;
  readonly tags: Readonly<Record<string, string>>;
  readonly accountId?: string | undefined;
  readonly userData?: Uint8Array | undefined;
  /** Fields of the identity document that differ from what the rest of the instance says. */
  readonly identityDocument: Readonly<Record<string, string | readonly string[] | null>>;
  /**
   * Answers given word for word, such as `meta-data/placement/group-name`, also for paths that nothing else
   * serves. `{mac}` stands for the address of the network interface.
   */
  readonly values: Readonly<Record<string, string>>;
}

export interface MachineImage {
  readonly id: string;
  readonly launchIndex: number;
  readonly manifestPath: string;
  readonly productCodes: readonly string[];
  readonly kernelId?: string | undefined;
  readonly ramdiskId?: string | undefined;
}

export interface KeyPair {
  readonly name: string;
  /** One line in the format of OpenSSH. */
  readonly publicKey: string;
}

export interface NetworkInterface {
  readonly id: string;
  readonly mac: string;
  readonly localIpv4: string;
  readonly publicIpv4?: string | undefined;
  readonly ipv6Addresses: readonly string[];
  readonly securityGroups: readonly SecurityGroup[];
  readonly subnet: AddressRange;
  readonly vpc: AddressRange;
  /** Derived from the address and the region unless it is set. */
  readonly hostName?: string | undefined;
}

export interface SecurityGroup {
  readonly id: string;
  readonly name: string;
}

export interface AddressRange {
  readonly id: string;
  readonly ipv4CidrBlock: string;
  readonly ipv6CidrBlock?: string | undefined;
}

export interface Placement {
  /** The letter after the region's name. */
  readonly zoneLetter: string;
  /** The number at the end of the zone's id, which accounts map to letters differently. */
  readonly zoneNumber: number;
  readonly region?: string | undefined;
  readonly availabilityZone?: string | undefined;
}
