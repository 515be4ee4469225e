import { generateInstance } from './generate-instance.ts';
import type { Instance } from './instance.ts';

/** The instance of examples, which a service plays when it was given none of its own. */
export const exampleInstance = (): Instance => ({
  ...generateInstance('example', Date.UTC(2026, 0, 1)),
  id: 'i-0123456789abcdef0',
});
