import type * as z from 'zod/mini';
import { failed, type Result, success } from '../../core/result.ts';
import type { ConfigProblem } from './config-problem.ts';
import { keyProblems, problemAt } from './key-problems.ts';
import type { MergedSection } from './merged-sections.ts';

/**
 * Gives the texts of a section their meaning. Keys that the schema does not know are left out (see
 * `unknown-names.ts`); an empty value becomes `null`.
 */
export const readSection = <Schema extends z.ZodMiniObject>(
  schema: Schema,
  section: MergedSection | undefined,
): Result<z.infer<Schema>, readonly ConfigProblem[]> => {
  const entries = [...(section?.entries.values() ?? [])];
  const problems = section === undefined ? [] : [...keyProblems(section)];
  const parsed = schema.safeParse(Object.fromEntries(entries.map(({ key, value }) => [key, value || null])));
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const entry = entries.find(({ key }) => key === issue.path[0]);
      if (entry !== undefined) problems.push(problemAt(entry, `${entry.key} ${issue.message}`));
    }
  }
  return parsed.success && problems.length === 0 ? success(parsed.data) : failed(problems);
};
