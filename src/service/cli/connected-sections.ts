import { failed, type Result, success } from '../../core/result.ts';
import {
  type Edited,
  readSection,
  removeEntries,
  removeSection,
  sectionNames,
  setEntries,
} from '../../node/user-files/edit-ini.ts';

/** How the AWS tools get at a profile through ~/.aws/config. */
export type Connection =
  | { readonly by: 'process'; readonly command: string }
  | { readonly by: 'port'; readonly url: string };

/** AWS tools pass over names they do not know; this one says that the section is ours, and for which profile. */
const MARK = 'metafob_profile';
const CONNECTING = ['credential_process', 'ec2_metadata_service_endpoint'] as const;
const OURS: readonly string[] = [MARK, ...CONNECTING, 'region'];

/** In ~/.aws/config only the default profile goes without the word. */
export const sectionOf = (name: string): string => (name === 'default' ? name : `profile ${name}`);
const nameOf = (section: string): string => section.replace(/^profile\s+/, '');

/** What to write for a profile; refused when the section is somebody else's. Pure. */
export function connectSection(
  text: string,
  name: string,
  { profile, region, connection }: { profile: string; region: string; connection: Connection },
): Edited {
  const section = sectionOf(name);
  const present = readSection(text, section);
  if (!present.ok) return present;
  if (present.value !== undefined && !present.value.has(MARK)) {
    return failed({
      line: lineOf(text, section),
      message: `there is a section [${section}] already, which Metafob did not write; give the connection another name with --as`,
    });
  }
  // From one way to the other: both at once would be two answers to one question.
  const cleared = removeEntries(text, section, CONNECTING);
  return cleared.ok
    ? setEntries(cleared.value, section, { [MARK]: profile, ...entryOf(connection), region })
    : cleared;
}

const entryOf = (connection: Connection): Readonly<Record<string, string>> => {
  switch (connection.by) {
    case 'process':
      return { credential_process: connection.command };
    case 'port':
      return { ec2_metadata_service_endpoint: connection.url };
  }
};

/** Removes what `connectSection` wrote; entries that the user added keep their section. Pure. */
export function disconnectSection(text: string, name: string): Edited {
  const section = sectionOf(name);
  const present = readSection(text, section);
  if (!present.ok) return present;
  if (present.value === undefined) {
    return failed({ line: 1, message: `there is no section [${section}]` });
  }
  if (!present.value.has(MARK)) {
    return failed({
      line: lineOf(text, section),
      message: `Metafob did not write the section [${section}], so it stays; remove it by hand`,
    });
  }
  const hasOthers = [...present.value.keys()].some((key) => !OURS.includes(key));
  return hasOthers ? removeEntries(text, section, [MARK, ...CONNECTING]) : removeSection(text, section);
}

export interface ConnectedSection {
  /** What AWS_PROFILE is set to. */
  readonly name: string;
  readonly profile: string;
  readonly by: Connection['by'];
}

/** All sections that Metafob wrote. */
export function connectedSections(text: string): Result<readonly ConnectedSection[], string> {
  const found: ConnectedSection[] = [];
  for (const section of sectionNames(text)) {
    const entries = readSection(text, section);
    if (!entries.ok) return failed(entries.failure.message);
    const profile = entries.value?.get(MARK);
    if (profile === undefined) continue;
    const by = entries.value?.has('credential_process') ? 'process' : 'port';
    found.push({ name: nameOf(section), profile, by });
  }
  return success(found);
}

function lineOf(text: string, section: string): number {
  const index = text.split(/\r?\n/).findIndex((line) => line.trimStart().startsWith(`[${section}]`));
  return index + 1 || 1;
}
