import { describe, expect, test } from 'vitest';
import { isSignedWith, signatureOf } from '../../../src/node/http/admin/signature.ts';
import { longTerm, SECRET, temporary } from './support/examples.ts';

// Computed with Python's hmac from what mmds signs: field names and values, one after the other.
const OF_LONG_TERM = 'd9558b6402a150f8e36458092ddfb57b7bd044fbf69a55244be1018e1ecfc8b0';
const OF_TEMPORARY = '01a98296816d699a90636df244ec6e015e87aeea2c000bf151ded933fdf57fe6';

describe('the signature of bootstrap credentials', () => {
  test('is the one of mmds', () => {
    expect(signatureOf(longTerm, SECRET)).toBe(OF_LONG_TERM);
  });

  test('covers the token where there is one', () => {
    expect(signatureOf(temporary, SECRET)).toBe(OF_TEMPORARY);
  });

  test('is accepted in small and in capital letters', () => {
    expect(isSignedWith(SECRET, longTerm, OF_LONG_TERM)).toBe(true);
    expect(isSignedWith(SECRET, longTerm, OF_LONG_TERM.toUpperCase())).toBe(true);
  });

  test.each([
    ['another secret', 'incorrect horse', longTerm, OF_LONG_TERM],
    ['other credentials', SECRET, { ...longTerm, accessKeyId: 'AKIAOTHEREXAMPLE0000' }, OF_LONG_TERM],
    ['a token that was taken away', SECRET, { ...temporary, sessionToken: undefined }, OF_TEMPORARY],
    ['a token that was added', SECRET, { ...longTerm, sessionToken: 'added' }, OF_LONG_TERM],
    ['a short signature', SECRET, longTerm, OF_LONG_TERM.slice(0, 62)],
    ['a long signature', SECRET, longTerm, `${OF_LONG_TERM}00`],
    ['an empty signature', SECRET, longTerm, ''],
    ['no signature', SECRET, longTerm, undefined],
    ['a signature in base64', SECRET, longTerm, Buffer.from(OF_LONG_TERM, 'hex').toString('base64')],
  ])('is not that of %s', (_name, secret, { accessKeyId, secretAccessKey, ...rest }, signature) => {
    const sessionToken = 'sessionToken' in rest ? rest.sessionToken : undefined;
    const credentials = {
      accessKeyId,
      secretAccessKey,
      ...(sessionToken === undefined ? {} : { sessionToken }),
    };
    expect(isSignedWith(secret, credentials, signature)).toBe(false);
  });
});
