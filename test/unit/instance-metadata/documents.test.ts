import { describe, expect, test } from 'vitest';
import { clientPatience } from '../../../src/core/instance-metadata/client-patience.ts';
import {
  credentialsDocument,
  failureDocument,
  instanceProfileDocument,
} from '../../../src/core/instance-metadata/credentials-document.ts';
import { errorPage } from '../../../src/core/instance-metadata/error-page.ts';
import { listings } from '../../../src/core/instance-metadata/listing.ts';
import { failure } from '../../../src/core/sessions/failure.ts';

const credentials = {
  accessKeyId: 'ASIAEXAMPLE',
  secretAccessKey: 'secret/with+"quotes"',
  sessionToken: 'token==',
  obtainedAt: Date.UTC(2014, 3, 9, 8, 0, 44, 123),
  expiresAt: Date.UTC(2014, 3, 9, 9, 0, 44, 999),
};

describe('the credentials document', () => {
  test('is written as EC2 writes it, with times in whole seconds', () => {
    expect(credentialsDocument(credentials)).toBe(
      [
        '{',
        '  "Code" : "Success",',
        '  "LastUpdated" : "2014-04-09T08:00:44Z",',
        '  "Type" : "AWS-HMAC",',
        '  "AccessKeyId" : "ASIAEXAMPLE",',
        '  "SecretAccessKey" : "secret/with+\\"quotes\\"",',
        '  "Token" : "token==",',
        '  "Expiration" : "2014-04-09T09:00:44Z"',
        '}',
      ].join('\n'),
    );
  });

  test('has the account at its end in the extended form', () => {
    expect(JSON.parse(credentialsDocument(credentials, '111122223333'))).toEqual({
      ...JSON.parse(credentialsDocument(credentials)),
      AccountId: '111122223333',
    });
  });
});

test('a failure has a code other than Success, a sentence, and no keys', () => {
  expect(JSON.parse(failureDocument(failure('access-denied', 'He said "no"\n'), 0))).toEqual({
    Code: 'AssumeRoleUnauthorizedAccess',
    Message: expect.stringContaining('AWS said: “He said "no"'),
    LastUpdated: '1970-01-01T00:00:00Z',
  });
});

test('the instance profile follows the role, keeps its partition, and has a stable id', () => {
  const info = (arn: string) => JSON.parse(instanceProfileDocument(arn, 0));
  const china = info('arn:aws-cn:iam::111122223333:role/path/to/Admin');
  expect(china).toMatchObject({
    Code: 'Success',
    InstanceProfileArn: 'arn:aws-cn:iam::111122223333:instance-profile/Admin',
  });
  expect(china.InstanceProfileId).toMatch(/^AIPA[A-Z2-7]{17}$/);
  expect(info('arn:aws-cn:iam::111122223333:role/path/to/Admin')).toEqual(china);
  expect(info('arn:aws:iam::111122223333:role/Reader').InstanceProfileId).not.toBe(china.InstanceProfileId);
});

test.each([
  [400, 'Bad Request'],
  [401, 'Unauthorized'],
  [403, 'Forbidden'],
  [404, 'Not Found'],
  [405, 'Method Not Allowed'],
] as const)('the page of error %i is the XHTML of EC2', (status, title) => {
  const page = errorPage(status);
  expect(page).toMatch(/^<\?xml version="1.0" encoding="iso-8859-1"\?>\n<!DOCTYPE html PUBLIC "-\/\/W3C/);
  expect(page.match(new RegExp(`${status} - ${title}`, 'g'))).toHaveLength(2);
});

describe('listings', () => {
  const found = listings(['b', 'a/x', 'a/y/z', 'ab']);

  test('have what is directly below, sorted, directories with a slash, no newline at the end', () => {
    expect(found.get('')).toBe('a/\nab\nb');
    expect(found.get('a')).toBe('x\ny/');
    expect(found.get('a/y')).toBe('z');
  });

  test('do not exist for a leaf or a part of a name', () => {
    expect([...found.keys()].toSorted()).toEqual(['', 'a', 'a/y']);
  });
});

describe('how long a client waits', () => {
  test.each([
    ['aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5', 5_000],
    ['Go-http-client/1.1', 5_000],
    ['aws-sdk-dotnet-coreclr/3.7.400 lang/.NET_Core#8', 5_000],
    ['aws-sdk-rust/1.3.3 os/linux lang/rust/1.79.0', 10_000],
    ['aws-sdk-php/3.320.1 GuzzleHttp/7', 1_000],
  ])('%s: less than its time-out of %i ms, but long enough to type', (userAgent, timeout) => {
    const patience = clientPatience(userAgent);
    expect(patience).toBeLessThan(timeout);
    expect(patience).toBeGreaterThan(timeout / 2);
  });

  test.each([
    undefined,
    '',
    'Boto3/1.43.107 md/Botocore#1.43.107 lang/python#3.12',
    'aws-cli/2.17.0 md/awscrt#0.20.11 lang/python',
    'aws-sdk-js/3.600.0 ua/2.0 lang/js',
    'aws-sdk-java/2.26.12 Linux lang/java#21',
    'aws-sdk-ruby3/3.201.1 lang/ruby#3.3',
    'curl/8.8.0',
  ])('%s: as long as something arrives now and then', (userAgent) => {
    expect(clientPatience(userAgent)).toBeUndefined();
  });
});
