import { failed, success } from '../../../src/core/result.ts';
import { withSources } from '../../../src/node/config/load-all-profiles.ts';
import { type Configuration, loadConfiguration } from '../../../src/node/config/load-configuration.ts';

/** Loads files from memory, in the given order; a later one overrides an earlier one. */
export const loadFiles = async (files: Readonly<Record<string, string>>, mode?: number) => {
  const own = await loadConfiguration(Object.keys(files), async (file) => {
    const text = files[file];
    return text === undefined
      ? failed('it does not exist')
      : success({ text, ...(mode !== undefined && { mode }) });
  });
  return own.ok ? withSources(own.value, [], {}) : own;
};

/** Loads one text as the file `config`, which must be right. */
export const load = async (text: string): Promise<Configuration> => {
  const loaded = await loadFiles({ config: text });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.failure));
  return loaded.value;
};

export const problemsOf = async (text: string) => {
  const loaded = await loadFiles({ config: text });
  return loaded.ok ? [] : loaded.failure;
};

export const profileOf = async (text: string, name: string) => {
  const profile = (await load(text)).profiles.find((candidate) => candidate.name === name);
  if (profile === undefined) throw new Error(`no profile ${name}`);
  return profile;
};
