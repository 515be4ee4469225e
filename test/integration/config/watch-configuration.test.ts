import { renameSync } from 'node:fs';
import { appendFile, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { watchConfiguration } from '../../../src/node/config/watch-configuration.ts';
import { temporaryDirectory } from './support.ts';

/** Watches files; `nextChange` is to be called before the edit that it waits for. */
const watching = (...files: string[]) => {
  let notice: () => void = () => {};
  let changes = 0;
  const problems: string[] = [];
  const close = watchConfiguration(files, {
    quietMs: 10,
    onChange: () => {
      changes += 1;
      notice();
    },
    onProblem: (message) => problems.push(message),
  });
  onTestFinished(close);
  return {
    close,
    problems,
    changes: () => changes,
    nextChange: () =>
      new Promise<void>((resolve) => {
        notice = resolve;
      }),
  };
};

const during = async ({ nextChange }: ReturnType<typeof watching>, edit: () => Promise<unknown>) => {
  const noticed = nextChange();
  await edit();
  await noticed;
};

describe('a watched configuration file', () => {
  it('is noticed when it is edited in place, again and again', async () => {
    const file = join(await temporaryDirectory(), 'config');
    await writeFile(file, '[aws]\n');
    const watch = watching(file);
    await during(watch, () => appendFile(file, 'region=eu-west-1\n'));
    await during(watch, () => appendFile(file, '# more\n'));
  });

  it('is noticed when an editor replaces it by renaming, again and again', async () => {
    const directory = await temporaryDirectory();
    const file = join(directory, 'config');
    await writeFile(file, '[aws]\n');
    const watch = watching(file);
    const save = async () => {
      await writeFile(join(directory, '.config.swp'), '[metadata]\n');
      await rename(join(directory, '.config.swp'), file);
    };
    await during(watch, save);
    await during(watch, save);
  });

  it('is noticed when it comes into being and when it goes away', async () => {
    const file = join(await temporaryDirectory(), 'config');
    const watch = watching(file);
    await during(watch, () => writeFile(file, '[aws]\n'));
    await during(watch, () => rm(file));
  });

  it('is noticed when its directories come into being, one after the other or all at once', async () => {
    const directory = await temporaryDirectory();
    const file = join(directory, 'a', 'b', 'config');
    const watch = watching(file);
    await during(watch, () => mkdir(join(directory, 'a')));
    await during(watch, () => mkdir(join(directory, 'a', 'b')));
    await during(watch, () => writeFile(file, '[aws]\n'));
    await during(watch, () => appendFile(file, '# more\n'));
  });

  it('is noticed when its directory was removed and made again', async () => {
    const directory = await temporaryDirectory();
    const file = join(directory, 'metafob', 'config');
    await mkdir(join(directory, 'metafob'));
    await writeFile(file, '[aws]\n');
    const watch = watching(file);
    await during(watch, () => rm(join(directory, 'metafob'), { recursive: true }));
    await during(watch, () => mkdir(join(directory, 'metafob')));
    await during(watch, () => writeFile(file, '[aws]\n'));
    expect(watch.problems).toEqual([]);
  });

  it('is noticed in a directory that was swapped in for the old one', async () => {
    const directory = await temporaryDirectory();
    const current = join(directory, 'metafob');
    await mkdir(current);
    await mkdir(join(directory, 'next'));
    const watch = watching(join(current, 'config'));
    await during(watch, async () => {
      // Synchronous, so that the watcher never sees the moment in between.
      renameSync(current, join(directory, 'previous'));
      renameSync(join(directory, 'next'), current);
    });
    await during(watch, () => writeFile(join(current, 'config'), '[aws]\n'));
  });

  it('is noticed when the file behind a symbolic link is edited', async () => {
    const directory = await temporaryDirectory();
    await mkdir(join(directory, 'dotfiles'));
    await mkdir(join(directory, 'home'));
    const target = join(directory, 'dotfiles', 'metafob');
    const file = join(directory, 'home', 'config');
    await writeFile(target, '[aws]\n');
    const watch = watching(file);
    await during(watch, () => symlink(target, file));
    await during(watch, () => appendFile(target, '# more\n'));
  });

  it('is not confused with its neighbours', async () => {
    const directory = await temporaryDirectory();
    const watch = watching(join(directory, 'config'));
    const neighbour = watching(join(directory, 'config.metafob-backup-1'));
    await during(neighbour, () => writeFile(join(directory, 'config.metafob-backup-1'), ''));
    expect(watch.changes()).toBe(0);
  });

  it('is noticed when a file in the place of its directory makes way', async () => {
    const directory = await temporaryDirectory();
    await writeFile(join(directory, 'a'), '');
    const watch = watching(join(directory, 'a', 'b', 'config'));
    await during(watch, () => rm(join(directory, 'a')));
    await during(watch, () => mkdir(join(directory, 'a', 'b'), { recursive: true }));
    await during(watch, () => writeFile(join(directory, 'a', 'b', 'config'), ''));
    expect(watch.problems).toEqual([]);
  });

  it('is no longer watched after closing', async () => {
    const file = join(await temporaryDirectory(), 'config');
    await writeFile(file, '');
    const closed = watching(file);
    const open = watching(file);
    closed.close();
    await during(open, () => appendFile(file, '# more\n'));
    expect(closed.changes()).toBe(0);
  });
});
