import type { Result } from '../../../core/result.ts';
import type { Plan } from './plan.ts';
import type { Bridge, WantedAddress } from './wanted-address.ts';

/** What was found installed by Metafob. */
export interface InstalledAddress {
  readonly addresses: readonly string[];
  readonly localPort?: number;
  /** Comments of the rules in force; undefined when only an administrator may see them. */
  readonly rules: readonly string[] | undefined;
  /** Whether it comes back after a restart of the system. */
  readonly persistent: boolean;
}

/** Why nothing can be installed: at least one sentence for the user. */
export type Conflicts = readonly string[];

/** The metadata addresses of one operating system. Nothing here changes anything; plans do, when executed. */
export interface AddressHost {
  /** Whether the addresses lead to a local port; else Metafob itself listens at port 80. */
  readonly redirects: boolean;
  readonly hasIpv6: boolean;
  status(): Promise<InstalledAddress>;
  planInstall(wanted: WantedAddress): Promise<Result<Plan, Conflicts>>;
  /** The virtual network of containers with this interface; undefined when there is none. */
  findBridge(name: string): Promise<Bridge | undefined>;
  planRemoval(): Promise<Plan>;
}
