import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What is broken outside a test: a file that does not load, a hook that throws. */
const brokenSuites = (module: TestModule): number =>
  [module, ...module.children.allSuites()].filter((suite) => suite.errors().length > 0).length;

/** Counts tests; a broken file or hook and an error outside any test count as one failure each. */
export const countTests = (modules: readonly TestModule[], unhandledErrors: number): Counts => {
  const states = modules.flatMap((module) =>
    [...module.children.allTests()].map((test) => test.result().state),
  );
  const count = (state: string) => states.filter((candidate) => candidate === state).length;
  const broken = modules.reduce((total, module) => total + brokenSuites(module), 0);
  return {
    passed: count('passed'),
    // A test that is still pending was cut off before it could say anything.
    failed: count('failed') + count('pending') + broken + unhandledErrors,
    skipped: count('skipped'),
  };
};

/**
 * Writes the counts to the file named by METAFOB_TEST_SUMMARY; helper-scripts/run.mjs prints them as its
 * last line, after everything else has ended.
 */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const file = process.env.METAFOB_TEST_SUMMARY;
    if (file === undefined) return;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(countTests(modules, unhandledErrors.length))}\n`);
  }
}
