import { dirname, join } from 'node:path';

/** Where the instance is kept. */
export interface InstanceFiles {
  /** What the generated values follow from. */
  readonly seedFile: string;
  /** The override document. */
  readonly overridesFile: string;
  /** It was asked for by name, so that its absence is a mistake. */
  readonly isRequired: boolean;
}

/** Beside Metafob's own configuration, unless a document was given by name. */
export const instanceFiles = (ownConfigFile: string, document?: string): InstanceFiles => ({
  seedFile: join(dirname(ownConfigFile), 'instance.json'),
  overridesFile: document ?? join(dirname(ownConfigFile), 'instance.yaml'),
  isRequired: document !== undefined,
});
