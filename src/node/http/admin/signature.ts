import { createHmac, timingSafeEqual } from 'node:crypto';
import type { BaseCredentials } from '../../base-credentials/sources.ts';

/**
 * The HMAC-SHA256 with which a sender shows that it knows the secret, in hexadecimal. As in mmds
 * (`validateSignature` in main.go) it covers field names and values in the order of the alphabet, with nothing
 * in between, and the token only where there is one.
 */
export const signatureOf = (credentials: BaseCredentials, secret: string): string =>
  hmac(credentials, secret).toString('hex');

/** Whether a signature is right; takes the same time wherever a wrong one differs. */
export function isSignedWith(
  secret: string,
  credentials: BaseCredentials,
  signature: string | undefined,
): boolean {
  // An odd digit at the end would simply be dropped.
  if (isAmbiguous(credentials) || signature?.length !== 64) return false;
  const given = Buffer.from(signature, 'hex');
  const expected = hmac(credentials, secret);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/**
 * Without anything in between, a field name inside a value would let the same signature stand for another
 * division into fields. Keys that AWS makes practically never hold one.
 */
const isAmbiguous = ({ accessKeyId, secretAccessKey }: BaseCredentials): boolean =>
  accessKeyId.includes('SecretAccessKey') || secretAccessKey.includes('Token');

const hmac = (
  { accessKeyId, secretAccessKey, sessionToken }: BaseCredentials,
  secret: string,
): Buffer<ArrayBuffer> =>
  createHmac('sha256', secret)
    .update(`AccessKeyId${accessKeyId}SecretAccessKey${secretAccessKey}`)
    .update(sessionToken === undefined ? '' : `Token${sessionToken}`)
    .digest();
