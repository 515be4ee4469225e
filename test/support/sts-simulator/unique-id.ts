import { createHash, randomBytes } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

const letters = (bytes: Uint8Array, length: number): string =>
  Array.from(bytes.subarray(0, length), (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('');

/** Base32 without padding (RFC 4648), one letter for five bits; give it a multiple of five bytes. */
export const base32 = (bytes: Uint8Array): string => {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => ALPHABET.charAt(Number.parseInt(five, 2))).join('');
};

/** An IAM unique id such as `AIDA…` (user) or `AROA…` (role): 21 characters, the same for the same ARN. */
export const uniqueId = (prefix: 'AIDA' | 'AROA', arn: string): string =>
  prefix + letters(createHash('sha256').update(arn).digest(), 17);

/** The id of a user's new access key. */
export const longTermAccessKeyId = (): string => `AKIA${letters(randomBytes(16), 16)}`;

/** The id of a new temporary access key. */
export const temporaryAccessKeyId = (): string => `ASIA${letters(randomBytes(16), 16)}`;
