import type { ConfigProblem } from './config-problem.ts';
import type { LocatedEntry, MergedSection } from './merged-sections.ts';

export const problemAt = ({ file, line, key }: LocatedEntry, message: string): ConfigProblem => ({
  file,
  line,
  key,
  message,
});

/** Settings of one section that contradict each other about where its credentials come from. */
export const keyProblems = (section: MergedSection): readonly ConfigProblem[] => {
  const given = (key: string): LocatedEntry | undefined => {
    const entry = section.entries.get(key);
    return entry?.value ? entry : undefined;
  };
  const problem = (entry: LocatedEntry, message: string) => [
    problemAt(entry, `[${section.name}] has ${entry.key} ${message}`),
  ];
  const accessKey = given('access_key');
  const secretKey = given('secret_key');
  const stored = given('secret_key_in');
  const command = given('credential_process');
  const source = given('source_profile');
  if (source !== undefined) {
    const own = ownedBySource.map(given).find((entry) => entry !== undefined);
    if (own !== undefined) {
      return problem(own, 'and source_profile; it belongs to the profile that source_profile names');
    }
  }
  if (command !== undefined && accessKey !== undefined) {
    return problem(command, 'and access_key; keep one of them');
  }
  if (stored !== undefined && accessKey === undefined) {
    return problem(stored, 'without access_key; add the access_key whose secret is in the keychain');
  }
  if (stored !== undefined && secretKey !== undefined) {
    return problem(stored, 'and secret_key; keep one of them');
  }
  // One half of a key pair must not be completed from another level: it would sign with mismatched keys.
  if (accessKey !== undefined && secretKey === undefined && stored === undefined) {
    return problem(accessKey, withoutPartner('access_key', 'secret_key'));
  }
  if (secretKey !== undefined && accessKey === undefined) {
    return problem(secretKey, withoutPartner('secret_key', 'access_key'));
  }
  return [];
};

/** A role starts from the credentials and the MFA device of its source profile. */
const ownedBySource = [
  ...['access_key', 'secret_key', 'secret_key_in', 'credential_process'],
  ...['mfa_enabled', 'mfa_secret', 'mfa_serial'],
];

const withoutPartner = (key: string, partner: string): string =>
  `without ${partner}; add ${partner} to the same section, or remove ${key}`;
