#!/usr/bin/env node
/**
 * The starter behind every npm script: makes ready whatever a command needs, then runs it with the Node.js
 * that package.json asks for. It runs before anything is installed, so it is plain JavaScript for Node.js 20
 * without any dependency.
 *
 *     node helper-scripts/run.mjs COMMAND [ARGUMENTS for the command's own program]
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildAfterInstall, buildAlways, buildIfStale } from './prepare/build.mjs';
import { installPackages } from './prepare/packages.mjs';
import { root, run, StepFailure, say, wasInterrupted } from './prepare/process.mjs';
import { benchPrograms, installPrograms, testPrograms } from './prepare/programs.mjs';
import { readCounts, summaryFile, summaryLine } from './prepare/summary.mjs';

const testOutput = join(root, 'test-output');

const steps = {
  packages: () => installPackages(),
  testPrograms: () => installPrograms(testPrograms),
  benchPrograms: () => installPrograms(benchPrograms),
  built: () => buildIfStale(),

  types: () => run('tsc', ['--project', '.', '--noEmit']),
  lint: () => run('biome', ['ci', '--error-on-warnings', '.']),
  tests: (args) => {
    const reporters = args.some((arg) => arg.startsWith('--reporter')) ? [] : ['--reporter=default'];
    return run('vitest', ['run', ...reporters, '--reporter=./helper-scripts/summary-reporter.ts', ...args], {
      METAFOB_TEST_LOG_DIR: testOutput,
      METAFOB_TEST_SUMMARY: summaryFile,
    });
  },
  // A run of all tests that records no log at all would pass this check without having looked at anything.
  logSecrets: (args) =>
    run('node', [
      'helper-scripts/check-log-secrets.ts',
      testOutput,
      ...(args.length === 0 ? ['--logs-expected'] : []),
    ]),

  build: () => buildAlways(),
  buildAfterInstall: () => buildAfterInstall(),
  start: (args) => run('node', ['helper-scripts/start.mjs', ...args]),
  endToEnd: (args) => run('vitest', ['run', '--project', 'e2e', ...args]),
  package: (args) => run('node', ['helper-scripts/package.mjs', ...args]),
  demo: (args) => run('node', ['helper-scripts/demo.ts', ...args]),
  bench: (args) => run('node', ['helper-scripts/bench.ts', ...args]),
};

/**
 * `needs` come first and stop the command when they fail. Every one of `runs` is run even if one before it
 * failed. `summary`: the last line is `N passed, N failed, N skipped`, where a failed step counts as one.
 */
const commands = {
  check: {
    needs: ['packages', 'testPrograms', 'built'],
    runs: ['types', 'lint', 'tests', 'logSecrets'],
    summary: true,
  },
  test: { needs: ['packages', 'testPrograms', 'built'], runs: ['tests', 'logSecrets'], summary: true },
  prepare: { needs: [], runs: ['buildAfterInstall'] },
  build: { needs: ['packages'], runs: ['build'] },
  demo: { needs: ['packages', 'built'], runs: ['demo'] },
  bench: { needs: ['packages', 'benchPrograms', 'built'], runs: ['bench'] },
  start: { needs: ['packages', 'built'], runs: ['start'] },
  'test:e2e': { needs: ['packages', 'testPrograms', 'built'], runs: ['endToEnd'] },
  package: { needs: ['packages', 'built'], runs: ['package'] },
  'test-programs': { needs: ['testPrograms', 'benchPrograms'], runs: [] },
};

const runCommand = async ({ needs, runs, summary }, args) => {
  const failures = [];
  if (summary) rmSync(testOutput, { recursive: true, force: true });
  try {
    for (const need of needs) await steps[need](args);
    for (const step of runs) {
      const exitCode = await steps[step](args);
      if (exitCode === 0) continue;
      failures.push({ step, exitCode });
      if (runs.length > 1) say(`failed: ${step}`);
      if (wasInterrupted(exitCode)) break;
    }
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    say(error.message);
    failures.push({ step: 'preparation', exitCode: error.exitCode });
  }
  if (summary) console.log(summaryLine(readCounts(), failures));
  return failures[0]?.exitCode ?? 0;
};

const [name = '', ...args] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (command === undefined) {
  say(`there is no command "${name}"; known are ${Object.keys(commands).join(', ')}`);
  process.exitCode = 2;
} else {
  process.exitCode = await runCommand(command, args);
}
