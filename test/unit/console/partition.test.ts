import { expect, it } from 'vitest';
import { consoleHome, partitionOf } from '../../../src/node/console/partition.ts';

it.each([
  ['eu-west-1', 'https://signin.aws.amazon.com', 'eu-west-1.console.aws.amazon.com'],
  ['cn-north-1', 'https://signin.amazonaws.cn', 'cn-north-1.console.amazonaws.cn'],
  ['us-gov-west-1', 'https://signin.amazonaws-us-gov.com', 'us-gov-west-1.console.amazonaws-us-gov.com'],
  [
    'eusc-de-east-1',
    'https://eusc-de-east-1.signin.amazonaws-eusc.eu',
    'eusc-de-east-1.console.amazonaws-eusc.eu',
  ],
  [
    'a-region-of-tomorrow-1',
    'https://signin.aws.amazon.com',
    'a-region-of-tomorrow-1.console.aws.amazon.com',
  ],
])('people in %s sign in at %s', (region, signIn, consoleHost) => {
  expect(partitionOf(region).signInUrl).toBe(signIn);
  expect(consoleHome(region)).toBe(`https://${consoleHost}/console/home?region=${region}`);
});
