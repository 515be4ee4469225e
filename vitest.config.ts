import { defineConfig } from 'vitest/config';

/** Projects of different order run one after the other; within one, at most `workers` files at a time. */
const project = (
  name: string,
  order: number,
  { workers, seconds, tries = 1 }: { workers: number; seconds: number; tries?: number },
) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.{ts,tsx}`],
    sequence: { groupOrder: order },
    maxWorkers: workers,
    testTimeout: seconds * 1000,
    hookTimeout: seconds * 1000,
    retry: tries - 1,
  },
});

export default defineConfig({
  test: {
    projects: [
      project('unit', 0, { workers: 2, seconds: 30 }),
      project('integration', 1, { workers: 3, seconds: 60 }),
      // A browser, and a crowd of other programs: each is at its best alone on two cores.
      // On a busy machine it now and then paints later than a test can tell from a fault: two tries.
      project('pages', 2, { workers: 1, seconds: 120, tries: 2 }),
      // Real programs, some of which give up after a second: on a busy machine before we had our turn.
      project('clients', 3, { workers: 1, seconds: 120, tries: 2 }),
      project('packaging', 4, { workers: 2, seconds: 120 }),
      project('e2e', 5, { workers: 1, seconds: 60, tries: 2 }),
    ],
  },
});
