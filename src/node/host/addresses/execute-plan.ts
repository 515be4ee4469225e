import { mkdir, rm, rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { failed, type Result, success } from '../../../core/result.ts';
import { replaceFile } from '../../config/atomic-file.ts';
import { type Plan, type Step, stepText } from './plan.ts';
import { runProgram } from './run-program.ts';

/**
 * Does the steps one after the other and stops at the first that fails, with a sentence that names it.
 * Planning again afterwards yields what is still to do.
 */
export async function executePlan(plan: Plan): Promise<Result<void, string>> {
  for (const [index, step] of plan.steps.entries()) {
    const problem = await execute(step);
    if (problem !== undefined) {
      const done = `${index} of ${plan.steps.length} steps are done`;
      return failed(`This step failed: ${stepText(step)}\n${problem}\n${done}. It is safe to try again.`);
    }
  }
  return success(undefined);
}

/** What went wrong, if anything. */
async function execute(step: Step): Promise<string | undefined> {
  try {
    switch (step.kind) {
      case 'run': {
        const { exitCode, output, errorOutput } = await runProgram(step.program, step.arguments);
        return exitCode === 0
          ? undefined
          : errorOutput.trim() || output.trim() || `It ended with exit code ${exitCode}.`;
      }
      case 'write-file':
        await mkdir(dirname(step.path), { recursive: true });
        await replaceFile(step.path, step.content, { mode: 0o644 });
        return undefined;
      case 'remove-file':
        await rm(step.path, { force: true });
        return undefined;
      case 'remove-empty-folder':
        await removeIfEmpty(step.path);
        return undefined;
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function removeIfEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST' && code !== 'ENOENT') throw error;
  }
}
