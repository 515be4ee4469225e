import type { SharedEntry, SharedSection } from './parse-shared-file.ts';
import { splitShellWords } from './shell-words.ts';

/** One of the files, read and parsed. */
export interface SharedFile {
  readonly file: string;
  readonly sections: readonly SharedSection[];
}

export interface LocatedSetting extends SharedEntry {
  readonly file: string;
  readonly key: string;
}

/** What one file says about a profile. */
export interface ProfileLayer {
  readonly file: string;
  readonly line: number;
  readonly settings: ReadonlyMap<string, LocatedSetting>;
}

/** A profile as all files together define it: single settings of a first layer win over those of a later one. */
export interface SharedProfile {
  readonly name: string;
  /** Long-term keys that AWS-recipes put aside in credentials.no-mfa. */
  readonly withoutMfa?: ProfileLayer;
  readonly credentials?: ProfileLayer;
  readonly config?: ProfileLayer;
}

export interface SharedFiles {
  readonly config?: SharedFile;
  readonly credentials?: SharedFile;
  readonly withoutMfa?: SharedFile;
}

export const layersOf = ({ withoutMfa, credentials, config }: SharedProfile): readonly ProfileLayer[] =>
  [withoutMfa, credentials, config].filter((layer) => layer !== undefined);

/** The first setting of these names that is not empty. */
export const settingOf = (profile: SharedProfile, ...keys: readonly string[]): LocatedSetting | undefined =>
  layersOf(profile)
    .flatMap(({ settings }) => keys.map((key) => settings.get(key)))
    .find((setting) => setting !== undefined && setting.value !== '');

/** All profiles: those of the configuration file in their order, then those that only another file has. */
export const collectProfiles = ({
  config,
  credentials,
  withoutMfa,
}: SharedFiles): readonly SharedProfile[] => {
  const layers = {
    config: layersByName(config, nameInConfig),
    credentials: layersByName(credentials, ({ name }) => name),
    withoutMfa: layersByName(withoutMfa, ({ name }) => name),
  };
  const names = new Set(Object.values(layers).flatMap((byName) => [...byName.keys()]));
  return [...names].map((name) => {
    const own = layers.withoutMfa.get(name);
    const secret = layers.credentials.get(name);
    const open = layers.config.get(name);
    return {
      name,
      ...(own !== undefined && { withoutMfa: own }),
      ...(secret !== undefined && { credentials: secret }),
      ...(open !== undefined && { config: open }),
    };
  });
};

/** `[default]`, `[profile NAME]` and, with quotes as in a shell, `[profile "a b"]`; the rest are no profiles. */
const nameInConfig = ({ name }: SharedSection): string | undefined => {
  if (name === 'default') return name;
  if (!name.startsWith('profile')) return undefined;
  const words = splitShellWords(name);
  return words?.length === 2 ? words[1] : undefined;
};

/** Where two sections give the same profile, as `[default]` and `[profile default]`, the later one counts. */
const layersByName = (
  shared: SharedFile | undefined,
  nameOf: (section: SharedSection) => string | undefined,
): ReadonlyMap<string, ProfileLayer> => {
  const layers = new Map<string, ProfileLayer>();
  for (const section of shared?.sections ?? []) {
    const name = nameOf(section);
    if (name !== undefined && shared !== undefined) layers.set(name, layerOf(shared.file, section));
  }
  return layers;
};

const layerOf = (file: string, { line, entries }: SharedSection): ProfileLayer => ({
  file,
  line,
  settings: new Map([...entries].map(([key, entry]) => [key, { ...entry, file, key }])),
});
