import { failed, type Result, success } from '../../core/result.ts';

/** All values, or else the problems of all that failed. */
export const collectResults = <Value, Problem>(
  results: readonly Result<Value, readonly Problem[]>[],
): Result<readonly Value[], readonly Problem[]> => {
  const problems = results.flatMap((result) => (result.ok ? [] : result.failure));
  return problems.length > 0
    ? failed(problems)
    : success(results.flatMap((result) => (result.ok ? [result.value] : [])));
};
