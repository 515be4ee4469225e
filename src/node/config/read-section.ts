import type * as z from 'zod/mini';
import { failed, type Result, success } from '../../core/result.ts';
import type { ConfigProblem } from './config-problem.ts';
import type { LocatedEntry, MergedSection } from './merged-sections.ts';

const problemAt = ({ file, line, key }: LocatedEntry, message: string): ConfigProblem => ({
  file,
  line,
  key,
  message,
});

/**
 * Gives the texts of a section their meaning. Keys that the schema does not know are left out (see
 * `unknown-names.ts`); an empty value becomes `null`.
 */
export const readSection = <Schema extends z.ZodMiniObject>(
  schema: Schema,
  section: MergedSection | undefined,
): Result<z.infer<Schema>, readonly ConfigProblem[]> => {
  const entries = [...(section?.entries.values() ?? [])];
  const problems = halfKeyPair(section);
  const parsed = schema.safeParse(Object.fromEntries(entries.map(({ key, value }) => [key, value || null])));
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const entry = entries.find(({ key }) => key === issue.path[0]);
      if (entry !== undefined) problems.push(problemAt(entry, `${entry.key} ${issue.message}`));
    }
  }
  return parsed.success && problems.length === 0 ? success(parsed.data) : failed(problems);
};

/** One half of a key pair must not be completed from another level: it would sign with mismatched keys. */
const halfKeyPair = (section: MergedSection | undefined): ConfigProblem[] => {
  const accessKey = section?.entries.get('access_key');
  const secretKey = section?.entries.get('secret_key');
  if (accessKey?.value && !secretKey?.value) return [missingPartner(accessKey, 'secret_key', section?.name)];
  if (secretKey?.value && !accessKey?.value) return [missingPartner(secretKey, 'access_key', section?.name)];
  return [];
};

const missingPartner = (entry: LocatedEntry, partner: string, section = ''): ConfigProblem =>
  problemAt(
    entry,
    `[${section}] has ${entry.key} without ${partner}; add ${partner} to the same section, or remove ${entry.key}`,
  );
