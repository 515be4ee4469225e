import { createHash, randomBytes } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

const letters = (bytes: Uint8Array, length: number): string =>
  Array.from(bytes.subarray(0, length), (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('');

/** An IAM unique id such as `AIDA…` (user) or `AROA…` (role): 21 characters, the same for the same ARN. */
export const uniqueId = (prefix: 'AIDA' | 'AROA', arn: string): string =>
  prefix + letters(createHash('sha256').update(arn).digest(), 17);

/** The id of a new temporary access key. */
export const temporaryAccessKeyId = (): string => `ASIA${letters(randomBytes(16), 16)}`;
