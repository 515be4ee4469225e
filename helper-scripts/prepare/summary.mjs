/** The last line of `npm test`: counts written by helper-scripts/summary-reporter.ts, and failed steps. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './process.mjs';

export const summaryFile = join(root, 'test-output', 'summary.json');

export const readCounts = () =>
  existsSync(summaryFile)
    ? JSON.parse(readFileSync(summaryFile, 'utf8'))
    : { passed: 0, failed: 0, skipped: 0 };

/** The tests' own failures are in the counts already; every other failed step counts as one. */
export const summaryLine = (counts, failures) => {
  const otherFailures = failures.filter(({ step }) => step !== 'tests' || counts.failed === 0).length;
  return `${counts.passed} passed, ${counts.failed + otherFailures} failed, ${counts.skipped} skipped`;
};
