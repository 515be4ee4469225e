import type { Profile } from '../../core/profiles/profile.ts';
import { failed, type Result, success } from '../../core/result.ts';
import type { Bridge } from '../http/bridge.ts';
import { adminSettings } from './admin-settings.ts';
import { buildProfile, type Defaults } from './build-profile.ts';
import { collectResults } from './collect-results.ts';
import type { ConfigProblem } from './config-problem.ts';
import type { LocatedEntry, MergedSections } from './merged-sections.ts';
import { defaultProfileName, profileNameOf, profileSectionName } from './profile-section-name.ts';
import { readSection } from './read-section.ts';
import {
  AwsSection,
  MetadataSection,
  ProfileName,
  ProfileSection,
  type ProfileSourceName,
  profileSources,
} from './section-schemas.ts';
import type { AdminSettings } from './service-settings.ts';

/** Where a setting stands. */
export type Place = Pick<ConfigProblem, 'file' | 'line' | 'key'>;

/** Where the service listens. `tokensRequired`: serve only IMDSv2 requests. */
export interface ListenerSettings {
  readonly host: string;
  readonly port: number;
  readonly tokensRequired: boolean;
  /** Networks of containers that may ask, too. */
  readonly bridges?: readonly Bridge[];
}

export interface Meaning {
  /** In file order, `default` first; never empty. */
  readonly profiles: readonly Profile[];
  /** Nothing in the files speaks of the profile `default`: it is there so that there is one. */
  readonly hasImplicitDefault: boolean;
  readonly initialProfile: string;
  /** Where it is configured; absent where it is only the default. */
  readonly initialProfileAt?: Place;
  /** Where else profiles are read from. */
  readonly sources: readonly ProfileSourceName[];
  readonly listener: ListenerSettings;
  /** Absent where there is no `[admin]` section. */
  readonly admin?: AdminSettings;
}

/** What the merged files mean, or everything that is wrong with them. Pure. */
export const interpretSections = (sections: MergedSections): Result<Meaning, readonly ConfigProblem[]> => {
  const aws = readSection(AwsSection, sections.get('aws'));
  const metadata = readSection(MetadataSection, sections.get('metadata'));
  const admin = adminSettings(sections.get('admin'));
  const own = collectResults(profileNames(sections).map((name) => readProfile(name, sections)));
  if (!aws.ok || !metadata.ok || !admin.ok || !own.ok) {
    return failed([aws, metadata, admin, own].flatMap((result) => (result.ok ? [] : result.failure)));
  }
  const defaults: Defaults = { aws: aws.value, metadata: metadata.value };
  const profiles = own.value.map(({ name, settings }) =>
    buildProfile(name, settings, defaults, originOf(name, sections)),
  );
  const initialEntry = metadata.value.profile ? sections.get('metadata')?.entries.get('profile') : undefined;
  return success({
    profiles,
    hasImplicitDefault: isDefaultImplicit(sections, metadata.value),
    initialProfile: initialEntry?.value ?? defaultProfileName,
    ...(initialEntry !== undefined && { initialProfileAt: placeOf(initialEntry) }),
    sources: metadata.value.sources === undefined ? profileSources : (metadata.value.sources ?? []),
    listener: listenerSettings(metadata.value),
    ...(admin.value !== undefined && { admin: admin.value }),
  });
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

/** Settings of `[aws]` and the profile settings of `[metadata]` make `default` a profile that somebody means. */
const isDefaultImplicit = (sections: MergedSections, metadata: MetadataSection): boolean =>
  !sections.has(profileSectionName(defaultProfileName)) &&
  !(sections.get('aws')?.entries.size ?? 0) &&
  [metadata.role_arn, metadata.token_duration, metadata.long_role_session].every(
    (setting) => setting === undefined,
  );

const placeOf = ({ file, line, key }: LocatedEntry): Place => ({ file, line, key });

const listenerSettings = ({ host, port, imdsv2, bridges }: MetadataSection): ListenerSettings => ({
  host: host ?? '127.0.0.1',
  port: port ?? 45_000,
  tokensRequired: imdsv2 === 'required',
  ...(bridges && { bridges }),
});
