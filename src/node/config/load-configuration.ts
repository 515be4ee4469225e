import { failed, type Result, success } from '../../core/result.ts';
import { adminWarnings } from './admin-settings.ts';
import { collectResults } from './collect-results.ts';
import type { ConfigProblem } from './config-problem.ts';
import { parseIni } from './ini.ts';
import { interpretSections, type Meaning } from './interpret-sections.ts';
import { mergeFiles, type ParsedFile } from './merged-sections.ts';
import {
  exposedFileWarnings,
  findPlainTextSecrets,
  type PlainTextSecret,
  plainTextWarning,
} from './plain-text-secrets.ts';
import type { ReadConfigFile } from './read-config-file.ts';
import type { ServiceSettings } from './service-settings.ts';
import { unknownNames } from './unknown-names.ts';

export interface Configuration extends Omit<Meaning, 'admin'> {
  readonly warnings: readonly ConfigProblem[];
  /** The files it was read from, each overriding the ones before it. */
  readonly files: readonly string[];
  readonly plainTextSecrets: readonly PlainTextSecret[];
  readonly service: ServiceSettings;
}

/**
 * Reads and merges the files (see `locateConfigFiles`). No files at all is a valid configuration: one
 * profile "default" with the ordinary AWS credential discovery. With any problem there is no configuration,
 * so that the caller can keep the last good one.
 */
export const loadConfiguration = async (
  files: readonly string[],
  readFile: ReadConfigFile,
): Promise<Result<Configuration, readonly ConfigProblem[]>> => {
  const read = collectResults(await Promise.all(files.map((file) => readAndParse(file, readFile))));
  if (!read.ok) return read;
  const parsedFiles = read.value;
  const merged = mergeFiles(parsedFiles);
  const meaning = interpretSections(merged);
  if (!meaning.ok) return meaning;

  const plainTextSecrets = findPlainTextSecrets(parsedFiles, merged, meaning.value.profiles);
  const warnings = [
    ...unknownNames(merged),
    ...parsedFiles.flatMap(exposedFileWarnings),
    ...plainTextSecrets.map(plainTextWarning),
    ...adminWarnings(merged.get('admin'), meaning.value.admin),
  ];
  const { admin, ...own } = meaning.value;
  const service = admin === undefined ? {} : { admin };
  return success({ ...own, warnings, files, plainTextSecrets, service });
};

const readAndParse = async (
  file: string,
  readFile: ReadConfigFile,
): Promise<Result<ParsedFile, readonly ConfigProblem[]>> => {
  const content = await readFile(file);
  if (!content.ok) return failed([{ file, line: 1, message: content.failure }]);
  const { text, mode } = content.value;
  const sections = parseIni(text);
  return sections.ok
    ? success({ file, sections: sections.value, ...(mode !== undefined && { mode }) })
    : failed(sections.failure.map((problem) => ({ file, ...problem })));
};
