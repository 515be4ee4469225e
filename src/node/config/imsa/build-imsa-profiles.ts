import { accessKeyIdentity, type Profile } from '../../../core/profiles/profile.ts';
import { failed, type Result, success } from '../../../core/result.ts';
import { collectResults } from '../collect-results.ts';
import type { ConfigProblem } from '../config-problem.ts';
import { nearestWord } from '../nearest-word.ts';
import { defaultRegion, type Environment, type SourceProfiles } from '../profile-source.ts';
import { ProfileName } from '../section-schemas.ts';
import type { ImsaEntry, ImsaProfile } from './parse-imsa.ts';

const knownKeys: readonly string[] = [
  'aws_access_key_id',
  'aws_secret_access_key',
  'role_arn',
  'role_session_name',
  'mfa_serial_number',
  'extends',
];

/**
 * The profiles of ~/.imsa, each with what it `extends`. As in imsa, values are not checked: AWS does that when
 * they are used. A profile that only others extend needs no keys and is none itself. Pure.
 */
export const buildImsaProfiles = (
  file: string,
  read: readonly ImsaProfile[],
  environment: Environment,
): Result<SourceProfiles, readonly ConfigProblem[]> => {
  const byName = new Map(read.map((profile) => [profile.name, profile]));
  const extended = new Set(read.map(({ entries }) => entries.get('extends')?.value));
  const isTemplate = ({ name, isAnchored }: ImsaProfile): boolean => isAnchored || extended.has(name);
  const built = collectResults(
    read.map((profile): Result<Profile | undefined, readonly ConfigProblem[]> => {
      const merged = mergeExtended(profile, byName);
      if (!merged.ok) return failed(merged.failure.map((problem) => ({ file, ...problem })));
      if (isTemplate(profile) && !hasAnyKey(merged.value)) return success(undefined);
      return buildProfile(file, profile, merged.value, environment);
    }),
  );
  return built.ok
    ? success({
        profiles: built.value.filter((profile) => profile !== undefined),
        warnings: read.flatMap((profile) => unknownKeys(file, profile)),
      })
    : built;
};

type Entries = ReadonlyMap<string, ImsaEntry>;

const hasAnyKey = (entries: Entries): boolean =>
  Boolean(entries.get('aws_access_key_id')?.value || entries.get('aws_secret_access_key')?.value);

/** The entries of a profile laid over those of its parents. An empty value switches off a parent's. */
const mergeExtended = (
  profile: ImsaProfile,
  byName: ReadonlyMap<string, ImsaProfile>,
  path: readonly string[] = [],
): Result<Entries, readonly Omit<ConfigProblem, 'file'>[]> => {
  const parentEntry = profile.entries.get('extends');
  if (parentEntry === undefined || parentEntry.value === '') return success(profile.entries);
  const visited = [...path, profile.name];
  const { value: parentName, line } = parentEntry;
  const problem = (message: string) => failed([{ line, key: 'extends', message }]);
  if (visited.includes(parentName)) {
    const circle = [...visited.slice(visited.indexOf(parentName)), parentName].join(' → ');
    return problem(`extends goes round in a circle: ${circle}; take one of them out`);
  }
  const parent = byName.get(parentName);
  if (parent === undefined) {
    const near = nearestWord(parentName, [...byName.keys()]);
    const hint = near === undefined ? 'write its name as it stands in this file' : `did you mean ${near}?`;
    return problem(`${profile.name} extends ${parentName}, which does not exist; ${hint}`);
  }
  const inherited = mergeExtended(parent, byName, visited);
  return inherited.ok ? success(new Map([...inherited.value, ...profile.entries])) : inherited;
};

const buildProfile = (
  file: string,
  { name, line }: ImsaProfile,
  entries: Entries,
  environment: Environment,
): Result<Profile, readonly ConfigProblem[]> => {
  const get = (key: string): string | undefined => entries.get(key)?.value || undefined;
  const accessKeyId = get('aws_access_key_id');
  const secretAccessKey = get('aws_secret_access_key');
  const validName = ProfileName.safeParse(name);
  if (!validName.success) {
    const reasons = validName.error.issues.map(({ message }) => message).join(', ');
    return failed([{ file, line, message: `the name of a profile ${reasons}` }]);
  }
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    const missing = [
      ...(accessKeyId === undefined ? ['aws_access_key_id'] : []),
      ...(secretAccessKey === undefined ? ['aws_secret_access_key'] : []),
    ].join(' and ');
    const message = `${name} has no ${missing}; add it here or to a profile that it extends`;
    return failed([{ file, line, message }]);
  }
  const roleArn = get('role_arn');
  const roleSessionName = get('role_session_name');
  const serialNumber = get('mfa_serial_number');
  return success({
    name,
    identity: accessKeyIdentity(accessKeyId, secretAccessKey),
    region: defaultRegion(environment),
    ...(roleArn !== undefined && { roleArn, ...(roleSessionName !== undefined && { roleSessionName }) }),
    // imsa asked for a code only where it was given a serial number.
    mfa: serialNumber === undefined ? { enabled: false } : { enabled: true, serialNumber },
    longRoleSession: false,
    origin: { file, line },
  });
};

const unknownKeys = (file: string, { name, entries }: ImsaProfile): readonly ConfigProblem[] =>
  [...entries]
    .filter(([key]) => !knownKeys.includes(key))
    .map(([key, { line }]) => {
      const near = nearestWord(key, knownKeys) ?? knownKeys.find((known) => known.startsWith(key));
      const hint = near === undefined ? '' : `Did you mean ${near}? `;
      const message = `unknown key ${key} of ${name} is ignored. ${hint}Keys are ${knownKeys.join(', ')}.`;
      return { file, line, key, message };
    });
