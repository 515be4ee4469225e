import type { ProfileView } from '../../shared/view-state.ts';
import type { EventStore } from './events.ts';
import type { Instance } from './instance.ts';
import { createMetadataTree, type MetadataTree } from './metadata-tree.ts';
import { listedRole } from './roles.ts';
import type { Facts } from './tree/category.ts';

export interface MetadataTreesOptions {
  /** An equal object as long as nothing about the instance changes. */
  instance(): Instance;
  readonly events: EventStore;
  /** Whether there is somebody to sign the identity document. */
  readonly canSign: boolean;
  /** ms since the epoch */
  now(): number;
}

/** The version directory as the instance shows it while a profile is active, or none is there. */
export type MetadataTrees = (active: ProfileView | undefined, version: string) => MetadataTree;

/** For an instance without a profile. */
const DEFAULT_REGION = 'us-east-1';

/**
 * Remembers the last tree, because nearly every request finds everything as it was: rebuilding takes some
 * hundred times as long as reading.
 */
export function createMetadataTrees(options: MetadataTreesOptions): MetadataTrees {
  let last: { readonly facts: Facts; readonly tree: (version: string) => MetadataTree } | undefined;

  return (active, version) => {
    const instance = options.instance();
    const events = options.events.now();
    const region = instance.placement.region ?? active?.region ?? DEFAULT_REGION;
    const accountId = instance.accountId ?? active?.accountId;
    const roleArn = active?.roleArn;
    const role = active && listedRole(active);
    if (
      last === undefined ||
      last.facts.instance !== instance ||
      last.facts.events !== events ||
      last.facts.region !== region ||
      last.facts.accountId !== accountId ||
      last.facts.roleArn !== roleArn ||
      last.facts.listedRole !== role
    ) {
      const sameRole = last?.facts.accountId === accountId && last?.facts.roleArn === roleArn;
      const facts: Facts = {
        instance,
        events,
        region,
        accountId,
        roleArn,
        listedRole: role,
        assignedAt: last !== undefined && sameRole ? last.facts.assignedAt : options.now(),
        canSign: options.canSign,
      };
      last = { facts, tree: createMetadataTree(facts) };
    }
    return last.tree(version);
  };
}
