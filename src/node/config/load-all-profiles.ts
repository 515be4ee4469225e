import { failed, type Result, success } from '../../core/result.ts';
import { chooseInitialProfile } from './choose-initial-profile.ts';
import type { ConfigProblem } from './config-problem.ts';
import { type Configuration, loadConfiguration } from './load-configuration.ts';
import type { LocatedFiles } from './locate-config-files.ts';
import { mergeSources } from './merge-sources.ts';
import { defaultProfileName } from './profile-section-name.ts';
import type { Environment, SourceProfiles } from './profile-source.ts';
import { readConfigFile } from './read-config-file.ts';
import { filesOfSources, readSources } from './read-sources.ts';
import { resolveSourceProfiles } from './resolve-source-profiles.ts';

/** Metafob's own files and, unless `sources` in `[metadata]` says otherwise, those of other tools. */
export const loadAllProfiles = async (
  { files, sources }: Pick<LocatedFiles, 'files' | 'sources'>,
  environment: Environment,
): Promise<Result<Configuration, readonly ConfigProblem[]>> => {
  const own = await loadConfiguration(files, readConfigFile);
  if (!own.ok) return own;
  const read = await readSources(sources, own.value.sources, environment);
  if (!read.ok) return read;
  const all = withSources(own.value, read.value, environment);
  if (!all.ok) return all;
  const { alppaca } = sources;
  const loaded =
    alppaca === undefined || !own.value.sources.includes('alppaca')
      ? all
      : await joinAlppaca({ ...all.value, files }, alppaca);
  if (!loaded.ok) return loaded;
  return success({
    ...loaded.value,
    files: [...loaded.value.files, ...filesOfSources(sources, own.value.sources)],
  });
};

const joinAlppaca = async (
  configuration: Configuration,
  directory: string,
): Promise<Result<Configuration, readonly ConfigProblem[]>> => {
  const { readAlppacaDirectory } = await import('./alppaca/read-alppaca-directory.ts');
  const alppaca = await readAlppacaDirectory(directory);
  if (!alppaca.ok) return failed(alppaca.failure);
  const { withAlppaca } = await import('./alppaca/with-alppaca.ts');
  return success(withAlppaca(configuration, alppaca.value));
};

/** A configuration of Metafob's own files with the profiles of the sources beside its own. Pure. */
export const withSources = (
  own: Configuration,
  sources: readonly SourceProfiles[],
  environment: Environment,
): Result<Configuration, readonly ConfigProblem[]> => {
  const { hasImplicitDefault, initialProfile, initialProfileAt } = own;
  const mentionsDefault =
    (initialProfileAt !== undefined && initialProfile === defaultProfileName) ||
    own.profiles.some(({ sourceProfile }) => sourceProfile === defaultProfileName);
  const merged = mergeSources(
    { profiles: own.profiles, hasImplicitDefault, mentionsDefault },
    sources,
    environment,
  );
  const profiles = resolveSourceProfiles(merged.profiles, new Set(own.profiles));
  const initial = chooseInitialProfile(own, merged.profiles);
  if (!profiles.ok || !initial.ok) {
    return failed([profiles, initial].flatMap((result) => (result.ok ? [] : result.failure)));
  }
  return success({
    ...own,
    profiles: profiles.value,
    initialProfile: initial.value,
    warnings: [...own.warnings, ...merged.warnings],
  });
};
