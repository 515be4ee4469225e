import { dirname, resolve } from 'node:path';
import type { Instance } from '../../core/instance-metadata/instance.ts';
import { failed, type Result, success } from '../../core/result.ts';
import type { ConfigProblem } from '../config/config-problem.ts';
import { readConfigFile } from '../config/read-config-file.ts';
import { aemmChanges } from './aemm-changes.ts';
import { AemmDocument, aemmKeys, aemmSections } from './aemm-document.ts';
import { aemmEnvironment, isMap, merged, variableOf } from './aemm-environment.ts';
import { aemmEvents } from './aemm-events.ts';
import { aemmWarnings } from './aemm-warnings.ts';
import { changeInstance } from './change-instance.ts';
import { InstanceDocument, instanceKeys } from './instance-document.ts';
import { check, type LocatedDocument, parseDocument } from './located-document.ts';
import type { PlannedEvent } from './planned-event.ts';
import { readUserData } from './user-data.ts';

/** What a person wants the instance to be. */
export interface InstanceOverrides {
  apply(generated: Instance): Instance;
  readonly events: readonly PlannedEvent[];
  /** Only when the document or the environment says something about it. */
  readonly tokensRequired?: boolean;
  readonly warnings: readonly ConfigProblem[];
}

export interface OverrideSources {
  /** YAML or JSON, Metafob's own keys and those of amazon-ec2-metadata-mock. None unless it is given. */
  readonly file?: string;
  /** Instead of what is in the file: a change that is checked before it is written. */
  readonly text?: string;
  /** Its `AEMM_…` variables win over the file. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Reads and checks everything that changes the generated instance. Never throws. */
export async function loadOverrides({
  file,
  text,
  environment,
}: OverrideSources): Promise<Result<InstanceOverrides, readonly ConfigProblem[]>> {
  const fromEnvironment = aemmEnvironment(environment);
  const located = file === undefined ? success(nothing) : await readDocument(file, text);
  if (!located.ok) return located;
  const { lineOf } = located.value;
  const where = file ?? 'environment';
  const content = located.value.content;
  if (!isMap(content)) {
    return failed([{ file: where, line: 1, message: 'this must be a list of "key: value" lines' }]);
  }

  const [theirs, own] = split(content);
  const ownChecked = check(InstanceDocument, own, {
    file: where,
    lineOf,
    keys: [...instanceKeys, ...aemmSections],
  });
  const theirsChecked = check(AemmDocument, theirs, { file: where, lineOf, keys: aemmKeys });
  const problems = [ownChecked, theirsChecked].flatMap((checked) => (checked.ok ? [] : checked.failure));
  if (!ownChecked.ok || !theirsChecked.ok) return failed(problems);

  const together = check(AemmDocument, merged(theirs, fromEnvironment.content), {
    file: 'environment',
    lineOf: () => 1,
    keys: aemmKeys,
  });
  if (!together.ok) return failed(together.failure.map(namingTheVariable));

  const changes = [...aemmChanges(together.value), ownChecked.value];
  const userData = await readUserData(changes, {
    file: where,
    lineOf,
    folder: dirname(resolve(file ?? '.')),
  });
  if (!userData.ok) return userData;
  const { imdsv2 } = together.value;
  return success({
    apply: (generated) => userData.value(changes.reduce(changeInstance, generated)),
    events: aemmEvents(together.value),
    ...(imdsv2 === undefined ? {} : { tokensRequired: imdsv2 }),
    warnings: [...aemmWarnings(where, theirs, lineOf), ...fromEnvironment.warnings],
  });
}

const nothing: LocatedDocument = { content: {}, lineOf: () => 1 };

async function readDocument(
  file: string,
  text: string | undefined,
): Promise<Result<LocatedDocument, readonly ConfigProblem[]>> {
  if (text !== undefined) return parseDocument(file, text);
  const read = await readConfigFile(file);
  return read.ok ? parseDocument(file, read.value.text) : failed([{ file, line: 1, message: read.failure }]);
}

/** The sections of amazon-ec2-metadata-mock, and the rest. */
function split(content: Readonly<Record<string, unknown>>) {
  const entries = Object.entries(content);
  const isTheirs = ([key]: readonly [string, unknown]) => aemmSections.includes(key);
  return [
    Object.fromEntries(entries.filter(isTheirs)),
    Object.fromEntries(entries.filter((entry) => !isTheirs(entry))),
  ] as const;
}

/** The file was fine, so that the variable is at fault. */
function namingTheVariable(problem: ConfigProblem): ConfigProblem {
  const { key = '' } = problem;
  const variable = variableOf(key.split('.'));
  return { ...problem, key: variable, message: problem.message.replace(key, variable) };
}
