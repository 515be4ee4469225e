import { failed, type Result, success } from '../../core/result.ts';

// 80 bits, what the shortest secrets in use have. AWS gives 320 bits: 64 characters.
const minimumLength = 16;

/** Base32 comes in groups of eight characters; a last group of one, three or six cannot be whole bytes. */
const isBase32 = (text: string): boolean => /^[A-Z2-7]+$/.test(text) && ![1, 3, 6].includes(text.length % 8);

const parseBase32 = (text: string): Result<string, string> => {
  const secret = text.replace(/[\s-]/g, '').replace(/=+$/, '').toUpperCase();
  if (secret === '') return failed('The MFA secret is empty. Paste the “secret key” that AWS shows.');
  if (!isBase32(secret)) {
    return failed(
      'The MFA secret is not base32: it has only the letters A–Z and the digits 2–7. Copy it whole.',
    );
  }
  if (secret.length < minimumLength) {
    return failed(
      `The MFA secret is too short: at least ${minimumLength} characters are needed. Copy it whole.`,
    );
  }
  return success(secret);
};

/** AWS accepts only these values, which are also the defaults of the URI format. */
const fixedParameters = [
  { name: 'algorithm', value: 'SHA1' },
  { name: 'digits', value: '6' },
  { name: 'period', value: '30' },
] as const;

const parseUri = (uri: URL): Result<string, string> => {
  if (uri.host.toLowerCase() !== 'totp') {
    return failed('This otpauth URI is not for time-based codes (otpauth://totp/…), which AWS uses.');
  }
  for (const { name, value } of fixedParameters) {
    const given = uri.searchParams.get(name);
    if (given !== null && given.toUpperCase() !== value) {
      return failed(`This otpauth URI asks for another ${name} than ${value}, which is what AWS uses.`);
    }
  }
  const secret = uri.searchParams.get('secret');
  return secret === null ? failed('This otpauth URI has no secret.') : parseBase32(secret);
};

/**
 * Reads an MFA secret as people have it: base32 with or without spaces, dashes, padding and capitals, or the
 * whole `otpauth://totp/…` URI of the QR code.
 *
 * @returns The secret in capitals without separators, or a sentence that never contains the input.
 */
export const parseMfaSecret = (text: string): Result<string, string> => {
  const trimmed = text.trim();
  if (!/^otpauth:/i.test(trimmed)) return parseBase32(trimmed);
  return URL.canParse(trimmed)
    ? parseUri(new URL(trimmed))
    : failed('This otpauth URI cannot be understood.');
};
