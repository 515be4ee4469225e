import { type Edited, readSection, setEntries } from './edit-ini.ts';
import type { IniDialect } from './ini-lines.ts';

const secretNames = ['aws_secret_access_key', 'aws_session_token', 'aws_security_token', 'secret_key'];
/** Of a session also what changes with each new one, so that sessions alone make no new backup. */
const sessionNames = ['aws_access_key_id', 'x_security_token_expires'];

/**
 * The text with asterisks in place of every MFA secret, for a backup: whoever moves one to the keychain later
 * must not find it in old copies.
 */
export const maskMfaSecrets = (text: string): string =>
  text.replace(/^([ \t]*mfa_secret[ \t]*[=:][ \t]*)\S.*$/gim, '$1********');

/** The text with asterisks in place of one section's secrets, for a backup. */
export function maskSecrets(text: string, section: string, dialect: IniDialect = 'aws'): string {
  const entries = readSection(text, section, dialect);
  if (!entries.ok || entries.value === undefined) return text;
  const { value } = entries;
  const names = [...secretNames, ...(value.has('aws_session_token') ? sessionNames : [])];
  const masks = names.filter((name) => value.get(name)).map((name) => [name, '********']);
  const masked: Edited = setEntries(text, section, Object.fromEntries(masks), dialect);
  return masked.ok ? masked.value : text;
}
