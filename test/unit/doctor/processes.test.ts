import { expect, test } from 'vitest';
import { findTools, parseLsof } from '../../../src/node/doctor/collect/processes.ts';

test('tools that serve credentials are found by name, without their arguments', () => {
  const output = `
    1 /sbin/init
  101 /usr/bin/python3 /usr/local/bin/imsa start --secret hunter2
  102 /usr/bin/alppaca
  103 node /opt/aws-mock-metadata/bin/aws-mock-metadata.js
  104 aws-vault exec -s work -- bash
  105 aws-vault list
  106 vim imsa.py notes
  107 grep alppacas
`;
  expect(findTools(output)).toEqual([
    'imsa (process 101)',
    'alppaca (process 102)',
    'aws-mock-metadata (process 103)',
    'aws-vault (process 104)',
  ]);
});

test('who listens is read from lsof', () => {
  expect(parseLsof('p4711\ncnginx\nf6\n')).toBe('nginx (process 4711)');
  expect(parseLsof('')).toBeUndefined();
});
