import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { type RefusalReason, refusalOf, refusalSentences } from '../../../src/node/http/request-guard.ts';

function refusal(headers: Readonly<Record<string, string>>, from: string | undefined = '127.0.0.1') {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: from });
  const request = new IncomingMessage(socket);
  Object.assign(request.headers, headers);
  return refusalOf(request);
}

describe('33: a connection', () => {
  test.each([
    '127.0.0.1',
    '127.8.9.10',
    '::1',
    '::ffff:127.0.0.1',
    '169.254.169.254',
    '::ffff:169.254.169.254',
    'fd00:ec2::254',
  ])('from %s is from this machine', (from) => {
    expect(refusal({}, from)).toBeUndefined();
  });

  test.each(['192.168.1.10', '10.0.0.1', '169.254.1.1', '::ffff:192.168.1.10', 'fe80::1', '0.0.0.0', '::'])(
    'from %s is not, whatever its headers say',
    (from) => {
      expect(refusal({ host: '127.0.0.1', 'x-forwarded-for': '127.0.0.1' }, from)).toBe('foreign-address');
    },
  );

  test('that is gone already is refused', () => {
    const request = new IncomingMessage(new Socket());
    expect(refusalOf(request)).toBe('foreign-address');
  });
});

describe('32: an Origin', () => {
  test('is our own only with the very Host of the request', () => {
    expect(refusal({ host: 'localhost:45000', origin: 'http://localhost:45000' })).toBeUndefined();
    const foreign = [
      { host: 'localhost:45000', origin: 'http://127.0.0.1:45000' },
      { host: 'localhost:45000', origin: 'http://localhost:45001' },
      { host: 'localhost:45000', origin: 'https://localhost:45000' },
      { host: 'localhost:45000', origin: '' },
    ];
    for (const headers of foreign) expect(refusal(headers)).toBe('foreign-origin');
  });

  test('is never our own without a Host', () => {
    expect(refusal({ origin: 'http://localhost:45000' })).toBe('foreign-origin');
    expect(refusal({ origin: 'http://undefined' })).toBe('foreign-origin');
  });
});

test('31: a name that DNS could point at this machine is refused before anything else is looked at', () => {
  expect(refusal({ host: 'evil.example', origin: 'http://evil.example' })).toBe('foreign-host');
  expect(refusal({ host: 'evil.example', 'sec-fetch-site': 'same-origin' })).toBe('foreign-host');
});

test.each(Object.entries(refusalSentences))('%s has a sentence', (_reason: string, sentence) => {
  expect(sentence).toMatch(/^[A-Z].*\.$/);
});

const everyReason: readonly RefusalReason[] = [
  'foreign-address',
  'foreign-host',
  'foreign-origin',
  'cross-site',
];
test('every reason can be told', () => {
  expect(Object.keys(refusalSentences).toSorted()).toEqual(everyReason.toSorted());
});
