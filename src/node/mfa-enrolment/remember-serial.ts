import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Profile } from '../../core/profiles/profile.ts';
import type { EnabledMfaDevice } from '../../shared/manage-api.ts';
import { formatConfigProblem } from '../config/config-problem.ts';
import { defaultProfileName, profileSectionName } from '../config/profile-section-name.ts';
import { readSection, setEntries } from '../user-files/edit-ini.ts';
import { updateUserFile } from '../user-files/update-user-file.ts';

export type RememberSerial = (
  profile: Profile,
  serialNumber: string,
) => Promise<EnabledMfaDevice['configuration']>;

/**
 * Writes `mfa_serial` where the profile is defined, if that is a file in Metafob's own format; files of other
 * tools are left to the user. Never throws.
 */
export const createRememberSerial =
  (homeDirectory: string, now: () => number): RememberSerial =>
  async (profile, serialNumber) => {
    const file = profile.origin.file.replace(/^~(?=[/\\])/, () => join(homeDirectory, '.'));
    const section = await ownSection(file, profile.name);
    const line = `mfa_serial = ${serialNumber}`;
    if (section === undefined) return { written: false, message: toAdd(profile, line) };
    const edit = (text: string) => setEntries(text, section, { mfa_serial: serialNumber }, 'metafob');
    const updated = await updateUserFile(file, edit, { now: now() });
    if (!updated.ok) {
      const message = `${formatConfigProblem(updated.failure)}. Add the line yourself, below [${section}]: ${line}`;
      return { written: false, message };
    }
    const { backup } = updated.value;
    const copy = backup === undefined ? '' : ` (the file as it was: ${backup})`;
    return { written: true, message: `${profile.origin.file} has it as mfa_serial now${copy}.` };
  };

/** The section of Metafob's own format that defines the profile; files of other tools have none. */
async function ownSection(file: string, profile: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const candidates = [profileSectionName(profile), ...(profile === defaultProfileName ? ['aws'] : [])];
  return candidates.find((section) => {
    const entries = readSection(text, section, 'metafob');
    return entries.ok && entries.value !== undefined;
  });
}

const toAdd = ({ name, origin }: Profile, line: string): string =>
  `To name the device in the configuration, add this line to profile ${name} (${origin.file}, line ${origin.line}): ${line}`;
