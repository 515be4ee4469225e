import type { Category } from './category.ts';
import { credentialsCategories } from './credentials.ts';
import { dynamicCategories } from './dynamic.ts';
import { eventCategories } from './events.ts';
import { machineCategories } from './machine.ts';
import { networkCategories } from './network.ts';
import { placementCategories } from './placement.ts';

/** Everything that an instance may serve below a version directory (EC2 user guide, and what clients ask for). */
export const categories: readonly Category[] = [
  ...machineCategories,
  ...networkCategories,
  ...placementCategories,
  ...credentialsCategories,
  ...eventCategories,
  ...dynamicCategories,
];
