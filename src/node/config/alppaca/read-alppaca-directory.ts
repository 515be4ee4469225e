import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { failed, type Result, success } from '../../../core/result.ts';
import { collectResults } from '../collect-results.ts';
import type { ConfigProblem } from '../config-problem.ts';
import type { ReadConfigFile } from '../read-config-file.ts';
import { readConfigFile } from '../read-config-file.ts';
import { systemErrorSentence } from '../system-error.ts';
import type { AlppacaSettings } from './alppaca-settings.ts';
import { interpretAlppaca } from './interpret-alppaca.ts';
import type { MergedYaml } from './yaml-files.ts';

/** Where alppaca keeps its configuration. */
export const ALPPACA_DIRECTORY = '/etc/alppaca';

/** The YAML files of a directory in alphabetical order; a file is itself. The failure is a sentence. */
export type ListYamlFiles = (path: string) => Promise<Result<readonly string[], string>>;

/**
 * Reads alppaca's configuration: one YAML file, or all `*.yaml` and `*.yml` of a directory merged in
 * alphabetical order, later files over earlier ones, as its yamlreader does.
 */
export async function readAlppacaDirectory(
  path: string = ALPPACA_DIRECTORY,
  readFile: ReadConfigFile = readConfigFile,
  listFiles: ListYamlFiles = listYamlFiles,
): Promise<Result<AlppacaSettings, readonly ConfigProblem[]>> {
  const listed = await listFiles(path);
  if (!listed.ok) return failed([{ file: path, line: 1, message: listed.failure }]);
  const files = listed.value;
  // Loaded here, because most configurations have no YAML.
  const { mergeYaml, parseYamlFile } = await import('./yaml-files.ts');
  const read = await Promise.all(
    files.map(async (file): Promise<Result<MergedYaml, readonly ConfigProblem[]>> => {
      const content = await readFile(file);
      if (!content.ok) return failed([{ file, line: 1, message: content.failure }]);
      return parseYamlFile(file, content.value.text);
    }),
  );
  const parsed = collectResults(read);
  if (!parsed.ok) return parsed;
  const empty: MergedYaml = { values: {}, places: new Map() };
  const settings = interpretAlppaca(parsed.value.reduce(mergeYaml, empty), files.at(-1) ?? path);
  return settings.ok ? success({ ...settings.value, files }) : settings;
}

export const isYamlFile = (name: string): boolean => /\.ya?ml$/.test(name);

const listYamlFiles: ListYamlFiles = async (path) => {
  try {
    if (!(await stat(path)).isDirectory()) return success([path]);
    const names = (await readdir(path)).filter((name) => isYamlFile(name) && !name.startsWith('.'));
    if (names.length === 0)
      return failed('this directory holds no *.yaml file; put config.yaml of alppaca there');
    return success(names.sort().map((name) => join(path, name)));
  } catch (error) {
    return failed(`cannot read this: ${systemErrorSentence(error)}`);
  }
};
