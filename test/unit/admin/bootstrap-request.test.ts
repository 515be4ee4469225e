import { describe, expect, test } from 'vitest';
import { parseBootstrapRequest } from '../../../src/node/http/admin/bootstrap-request.ts';
import { bodyOf, longTerm, temporary } from './support/examples.ts';

describe('the body of a bootstrap request', () => {
  test('holds an access key as the README of mmds shows it', () => {
    expect(parseBootstrapRequest(bodyOf(longTerm))).toEqual({ ok: true, value: { credentials: longTerm } });
  });

  test('may hold a token and a signature', () => {
    expect(parseBootstrapRequest(bodyOf(temporary, { Signature: 'ab12' }))).toEqual({
      ok: true,
      value: { credentials: temporary, signature: 'ab12' },
    });
  });

  test.each(['', null])('holds no token when Token is %j', (Token) => {
    expect(parseBootstrapRequest(bodyOf(longTerm, { Token }))).toEqual({
      ok: true,
      value: { credentials: longTerm },
    });
  });

  test('may hold fields that mean nothing', () => {
    expect(parseBootstrapRequest(bodyOf(longTerm, { Expiration: 'tomorrow' })).ok).toBe(true);
  });
});

describe('a body that does not fit', () => {
  test.each([
    ['', 'The request body is not valid JSON.'],
    ['{"AccessKeyId": "AKIA', 'The request body is not valid JSON.'],
    ['[]', 'it must be a JSON object'],
    ['"text"', 'it must be a JSON object'],
    ['null', 'it must be a JSON object'],
    ['{}', 'AccessKeyId is missing; SecretAccessKey is missing'],
    [bodyOf(longTerm, { AccessKeyId: 42 }), 'AccessKeyId must be a text'],
    [bodyOf(longTerm, { AccessKeyId: '' }), 'AccessKeyId must be an access key id'],
    [bodyOf(longTerm, { AccessKeyId: 'AKIA BOOTSTRAP EXAMPLE' }), 'AccessKeyId must be an access key id'],
    [bodyOf(longTerm, { SecretAccessKey: null }), 'SecretAccessKey must be a text'],
    [bodyOf(longTerm, { SecretAccessKey: 'two words' }), 'SecretAccessKey must be a secret access key'],
    [bodyOf(longTerm, { Token: ['a'] }), 'Token must be a text'],
    [bodyOf(longTerm, { Token: 'two\nlines' }), 'Token must be a session token'],
    [bodyOf(longTerm, { Signature: 'not hex' }), 'Signature must be in hexadecimal digits'],
  ])('%s: the failure names the field', (body, sentence) => {
    const parsed = parseBootstrapRequest(body);
    expect(parsed.ok ? '' : parsed.failure).toContain(sentence);
  });

  test('is never quoted, since it holds keys', () => {
    const secretAccessKey = 'a secret in the wrong shape';
    for (const body of [
      bodyOf({ ...longTerm, secretAccessKey }),
      bodyOf({ ...longTerm, secretAccessKey }).slice(1),
    ]) {
      const parsed = parseBootstrapRequest(body);
      expect(parsed.ok).toBe(false);
      expect(JSON.stringify(parsed)).not.toContain('wrong shape');
    }
  });
});
