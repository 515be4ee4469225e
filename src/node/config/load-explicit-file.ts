import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Result, success } from '../../core/result.ts';
import type { ConfigProblem } from './config-problem.ts';
import { withSources } from './load-all-profiles.ts';
import { type Configuration, loadConfiguration } from './load-configuration.ts';
import type { Environment, SourceProfiles } from './profile-source.ts';
import { readConfigFile } from './read-config-file.ts';

/**
 * Reads what `--config` names, and nothing else: a file of Metafob's own format, one of imsa's (`.imsa`, or
 * YAML of profiles), or alppaca's (a directory, or YAML with alppaca's keys).
 */
export const loadExplicitFile = async (
  file: string,
  environment: Environment,
): Promise<Result<Configuration, readonly ConfigProblem[]>> => {
  switch (await formatOf(file)) {
    case 'ini': {
      const own = await loadConfiguration([file], readConfigFile);
      return own.ok ? withSources(own.value, [], environment) : own;
    }
    case 'imsa': {
      const { readImsaFile } = await import('./imsa/read-imsa-file.ts');
      const imsa = await readImsaFile(file, readConfigFile, environment);
      return imsa.ok ? onlyFrom([imsa.value], [file]) : imsa;
    }
    case 'alppaca': {
      const { readAlppacaDirectory } = await import('./alppaca/read-alppaca-directory.ts');
      const alppaca = await readAlppacaDirectory(file);
      if (!alppaca.ok) return alppaca;
      const { files, warnings, listener, service } = alppaca.value;
      const loaded = await onlyFrom([{ profiles: [], warnings }], files);
      return loaded.ok ? success({ ...loaded.value, listener, service }) : loaded;
    }
  }
};

/** What other configuration there is must not come in, so not even the profile `default` does. */
const onlyFrom = async (
  sources: readonly SourceProfiles[],
  files: readonly string[],
): Promise<Result<Configuration, readonly ConfigProblem[]>> => {
  const own = await loadConfiguration([], readConfigFile);
  if (!own.ok) return own;
  const loaded = withSources({ ...own.value, profiles: [] }, sources, {});
  return loaded.ok ? success({ ...loaded.value, files }) : loaded;
};

const formatOf = async (file: string): Promise<'ini' | 'imsa' | 'alppaca'> => {
  if (basename(file) === '.imsa') return 'imsa';
  if (await isDirectory(file)) return 'alppaca';
  if (!/\.ya?ml$/i.test(file)) return 'ini';
  const content = await readConfigFile(file);
  // A file that cannot be read fails in either reader.
  return content.ok && /^ims_\w+[ \t]*:/m.test(content.value.text) ? 'alppaca' : 'imsa';
};

const isDirectory = async (file: string): Promise<boolean> => {
  try {
    return (await stat(file)).isDirectory();
  } catch {
    return false;
  }
};
