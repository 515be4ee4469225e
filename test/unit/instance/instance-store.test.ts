import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadInstance } from '../../../src/node/instance/instance-store.ts';
import { instanceFiles } from '../../../src/service/instance-files.ts';
import { temporaryFolder } from './support.ts';

const LATER = Date.UTC(2026, 1, 1);

/** A start of the service; each has another random seed. */
const starting = (file: string, seed: string, now = Date.UTC(2026, 0, 1)) =>
  loadInstance(file, { now: () => now, randomSeed: () => seed });

test('the instance is made at the first start and stays the same ever after', async () => {
  const file = join(await temporaryFolder(), 'metafob', 'instance.json');
  const first = await starting(file, 'one');
  expect(first.warning).toBeUndefined();
  expect(first.instance.launchedAt).toBe(Date.UTC(2026, 0, 1));
  expect(await starting(file, 'two', LATER)).toEqual(first);
});

test('another installation has another instance', async () => {
  const [one, two] = await Promise.all(
    ['one', 'two'].map(async (seed) => starting(join(await temporaryFolder(), 'instance.json'), seed)),
  );
  expect(one?.instance.id).not.toBe(two?.instance.id);
});

test.each(['', '{', '{"seed":7,"launchedAt":1}', '{"seed":""}', '[]'])(
  'a damaged file (%j) is kept aside and told',
  async (content) => {
    const folder = await temporaryFolder();
    const file = join(folder, 'instance.json');
    await writeFile(file, content);
    const { instance, warning } = await starting(file, 'new');
    expect(warning).toMatch(/instance\.json was damaged and is now .*metafob-backup-/);
    const [backup = ''] = (await readdir(folder)).filter((name) => name.includes('backup'));
    expect(await readFile(join(folder, backup), 'utf8')).toBe(content);
    expect((await starting(file, 'other')).instance).toEqual(instance);
  },
);

test('a place that cannot be written gives an instance for this start, and says why', async () => {
  const folder = await temporaryFolder();
  const file = join(folder, 'file', 'instance.json');
  await writeFile(join(folder, 'file'), '');
  const { instance, warning } = await starting(file, 'one');
  expect(instance.id).toMatch(/^i-0/);
  expect(warning).toMatch(/^The instance cannot be kept in .*instance\.json: /);
});

test('only the owner can read the file', async () => {
  if (process.platform === 'win32') return;
  const file = join(await temporaryFolder(), 'instance.json');
  await starting(file, 'one');
  const { mode } = await stat(file);
  expect(mode & 0o777).toBe(0o600);
});

test('it is kept beside Metafob’s own configuration', () => {
  expect(instanceFiles(join('home', 'metafob', 'config')).seedFile).toBe(
    join('home', 'metafob', 'instance.json'),
  );
});
