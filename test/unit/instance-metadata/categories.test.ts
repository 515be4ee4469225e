import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { exampleInstance } from '../../../src/core/instance-metadata/example-instance.ts';
import { categories } from '../../../src/core/instance-metadata/tree/categories.ts';
import { documentedPaths, missingInMmds } from './documented-paths.ts';
import { metadataWorld } from './support/metadata-world.ts';

const META = '/latest/meta-data';
const { mac } = exampleInstance().network;

describe('the categories', () => {
  test('hold every documented path, and each only once', () => {
    const paths = categories.map(({ path }) => path);
    expect(documentedPaths.filter((path) => !paths.includes(path))).toEqual([]);
    expect(new Set(paths).size).toBe(paths.length);
  });

  test('are those of the list, so that the list cannot fall behind', () => {
    const paths = categories.map(({ path }) => path);
    expect(paths.filter((path) => !documentedPaths.includes(path))).toEqual([]);
  });

  test('stand in the table of the documentation as they are', () => {
    const { status, stderr } = spawnSync(process.execPath, ['helper-scripts/metadata-table.mjs', '--check'], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  test.each(missingInMmds)('answer %s, which mmds lists as missing', (path) => {
    const answer = metadataWorld({ canSign: true }).ask(`/latest/${path.replace('{mac}', mac)}`);
    expect(['text', 'signature']).toContain(answer.kind);
  });

  test.each([
    ...['ami-id', 'hostname', 'instance-id', 'instance-type', 'local-hostname', 'local-ipv4', 'mac'],
    ...['placement/availability-zone', 'placement/region', 'public-hostname'],
    `network/interfaces/macs/${mac}/vpc-id`,
  ])('answer %s, which aws-mock-metadata serves', (path) => {
    expect(metadataWorld().ask(`${META}/${path}`)).toMatchObject({ kind: 'text' });
  });
});
