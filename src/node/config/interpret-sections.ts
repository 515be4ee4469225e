import type { Profile } from '../../core/profiles/profile.ts';
import { failed, type Result, success } from '../../core/result.ts';
import { buildProfile, type Defaults } from './build-profile.ts';
import { collectResults } from './collect-results.ts';
import type { ConfigProblem } from './config-problem.ts';
import type { LocatedEntry, MergedSections } from './merged-sections.ts';
import { defaultProfileName, profileNameOf, profileSectionName } from './profile-section-name.ts';
import { readSection } from './read-section.ts';
import { AwsSection, MetadataSection, ProfileName, ProfileSection } from './section-schemas.ts';

/** Where the service listens. `tokensRequired`: serve only IMDSv2 requests. */
export interface ListenerSettings {
  readonly host: string;
  readonly port: number;
  readonly tokensRequired: boolean;
}

export interface Meaning {
  /** In file order, `default` first; never empty. */
  readonly profiles: readonly Profile[];
  readonly initialProfile: string;
  readonly listener: ListenerSettings;
}

/** What the merged files mean, or everything that is wrong with them. Pure. */
export const interpretSections = (sections: MergedSections): Result<Meaning, readonly ConfigProblem[]> => {
  const aws = readSection(AwsSection, sections.get('aws'));
  const metadata = readSection(MetadataSection, sections.get('metadata'));
  const own = collectResults(profileNames(sections).map((name) => readProfile(name, sections)));
  if (!aws.ok || !metadata.ok || !own.ok) {
    return failed([aws, metadata, own].flatMap((result) => (result.ok ? [] : result.failure)));
  }
  const defaults: Defaults = { aws: aws.value, metadata: metadata.value };
  const profiles = own.value.map(({ name, settings }) =>
    buildProfile(name, settings, defaults, originOf(name, sections)),
  );
  const initialProfile = metadata.value.profile ?? defaultProfileName;
  const initialEntry = sections.get('metadata')?.entries.get('profile');
  if (initialEntry !== undefined && !profiles.some(({ name }) => name === initialProfile)) {
    return failed([unknownInitialProfile(initialEntry, profiles)]);
  }
  return success({ profiles, initialProfile, listener: listenerSettings(metadata.value) });
};

const profileNames = (sections: MergedSections): readonly string[] => {
  const named = [...sections.keys()].flatMap((section) => profileNameOf(section) ?? []);
  return [...new Set([defaultProfileName, ...named])];
};

const readProfile = (
  name: string,
  sections: MergedSections,
): Result<{ readonly name: string; readonly settings: ProfileSection }, readonly ConfigProblem[]> => {
  const section = sections.get(profileSectionName(name));
  const validName = ProfileName.safeParse(name);
  if (!validName.success && section !== undefined) {
    const { file, line } = section;
    return failed(
      validName.error.issues.map(({ message }) => ({
        file,
        line,
        message: `the NAME of [profile:NAME] ${message}`,
      })),
    );
  }
  const read = readSection(ProfileSection, section);
  return read.ok ? success({ name, settings: read.value }) : read;
};

/** The default profile exists without a section of its own; then it comes from `[aws]` or `[metadata]`. */
const originOf = (name: string, sections: MergedSections): Profile['origin'] => {
  const section = sections.get(profileSectionName(name)) ?? sections.get('aws') ?? sections.get('metadata');
  return section === undefined
    ? { file: 'no configuration file', line: 1 }
    : { file: section.file, line: section.line };
};

const unknownInitialProfile = (
  { file, line, key }: LocatedEntry,
  profiles: readonly Profile[],
): ConfigProblem => {
  const names = profiles.map(({ name }) => name).join(', ');
  const message = `profile in [metadata] names a profile that does not exist; the profiles are: ${names}`;
  return { file, line, key, message };
};

const listenerSettings = ({ host, port, imdsv2 }: MetadataSection): ListenerSettings => ({
  host: host ?? '127.0.0.1',
  port: port ?? 45_000,
  tokensRequired: imdsv2 === 'required',
});
