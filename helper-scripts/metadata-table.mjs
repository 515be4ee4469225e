/**
 * Writes the table of paths in docs/instance-metadata.md from the categories themselves. With `--check` it
 * writes nothing, and ends with 1 when the table is out of date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createEventStore } from '../src/core/instance-metadata/events.ts';
import { exampleInstance } from '../src/core/instance-metadata/example-instance.ts';
import { createMetadataTrees } from '../src/core/instance-metadata/metadata-trees.ts';
import { categories } from '../src/core/instance-metadata/tree/categories.ts';

const FILE = new URL('../docs/instance-metadata.md', import.meta.url);
const BEGIN = '<!-- table of paths: begin -->';
const END = '<!-- table of paths: end -->';
const NOW = Date.UTC(2026, 0, 1, 12);

const profile = {
  name: 'example',
  active: true,
  region: 'eu-central-1',
  accountId: '111122223333',
  roleArn: 'arn:aws:iam::111122223333:role/Example',
  mfa: { mode: 'none' },
  session: { state: 'none' },
  origin: 'config:1',
};

const instance = exampleInstance();
const trees = createMetadataTrees({
  instance: () => instance,
  events: createEventStore(() => NOW),
  canSign: true,
  now: () => NOW,
});
const latest = trees(profile, 'latest');

/** Names that the example has in place of braces. */
const examples = {
  '{mac}': instance.network.mac,
  '{public-ipv4}': instance.network.publicIpv4,
  '{key}': 'Name',
  '{role}': 'Example',
};

function answerOf({ kind, path }) {
  if (kind === 'never') return '404 always';
  const leaf = latest.read(path.replace(/\{[^}]+\}/g, (braces) => examples[braces] ?? braces));
  switch (leaf?.kind) {
    case undefined:
      return path.startsWith('meta-data/') && isEvent(path) ? '404 until the event' : '404 unless it is set';
    case 'credentials':
      return 'the credentials of the profile';
    case 'signature':
      return 'base64';
    case 'user-data':
      return 'the bytes';
    case 'text':
      return leaf.body.includes('\n') ? 'JSON' : `\`${leaf.body}\``;
  }
}

const isEvent = (path) => /^meta-data\/(spot|events|autoscaling)\//.test(path);

const rows = categories
  .toSorted((first, second) => (first.path < second.path ? -1 : 1))
  .map((category) => `| \`${category.path}\` | ${category.since} | ${answerOf(category)} |`);
const table = ['| path | since | the example instance answers |', '| --- | --- | --- |', ...rows].join('\n');

const text = readFileSync(FILE, 'utf8');
const begin = text.indexOf(BEGIN);
const end = text.indexOf(END);
if (begin === -1 || end < begin)
  throw new Error(`docs/instance-metadata.md needs the lines ${BEGIN} and ${END}`);
const updated = `${text.slice(0, begin)}${BEGIN}\n\n${table}\n\n${text.slice(end)}`;
if (process.argv.includes('--check')) {
  if (updated !== text) {
    console.error('docs/instance-metadata.md is out of date; run: node helper-scripts/metadata-table.mjs');
    process.exitCode = 1;
  }
} else {
  writeFileSync(FILE, updated);
}
