import { describe, expect, it } from 'vitest';
import { openSettings } from '../../../src/main/settings/settings-store.ts';
import type { UpdateQuestion } from '../../../src/main/updates/question.ts';
import { startUpdates } from '../../../src/main/updates/updates.ts';
import { defaultSettings } from '../../../src/shared/settings.ts';
import { createManualClock } from '../../support/engine/manual-clock.ts';
import { createFakeUpdater } from './fake-updater.ts';

const DAY_MS = 24 * 60 * 60_000;

interface Situation {
  readonly on?: boolean;
  readonly isPossible?: boolean;
  readonly offered?: string;
  /** What the user answers; a question without one stays open. */
  readonly answers?: Partial<Record<UpdateQuestion['about'], boolean>>;
  readonly loadFails?: Error;
}

async function start({ on = true, isPossible = true, offered, answers = {}, loadFails }: Situation) {
  const clock = createManualClock(Date.UTC(2026, 0, 1));
  const fake = createFakeUpdater();
  if (offered !== undefined) fake.offer(offered);
  const settings = openSettings({
    read: () => ({ ...defaultSettings, checkForUpdates: on }),
    write() {},
    keepAside: () => '',
  });
  const log: string[] = [];
  const asked: UpdateQuestion[] = [];
  let loads = 0;
  const updates = startUpdates({
    settings,
    isPossible,
    async load() {
      loads += 1;
      if (loadFails !== undefined) throw loadFails;
      return fake.updater;
    },
    ask(question) {
      asked.push(question);
      const answer = answers[question.about];
      return answer === undefined ? new Promise(() => {}) : Promise.resolve(answer);
    },
    installation: {
      makeWay: async () => void fake.calls.push('make way'),
      takeBack: async () => void fake.calls.push('take back'),
    },
    clock,
    logger: { warn: (fields, message) => void log.push(`${message}: ${JSON.stringify(fields)}`) },
  });
  await clock.settle();
  return { ...fake, clock, settings, updates, asked, log, loads: () => loads };
}

describe('looking for a new version', () => {
  it('happens at the start and once a day', async () => {
    const { calls, clock, loads } = await start({});
    expect(calls).toEqual(['check']);
    await clock.advance(DAY_MS - 1);
    expect(calls).toEqual(['check']);
    await clock.advance(1);
    expect(calls).toEqual(['check', 'check']);
    await clock.advance(3 * DAY_MS);
    expect(calls).toHaveLength(5);
    expect(loads()).toBe(1);
  });

  it.each([
    ['while the setting is off', { on: false }],
    ['when the installation cannot replace itself', { isPossible: false }],
  ])('never happens %s: nothing is loaded, and no timer is set', async (_when, situation) => {
    const { calls, clock, asked, loads } = await start({ ...situation, offered: '1.2.0' });
    await clock.advance(3 * DAY_MS);
    expect(calls).toEqual([]);
    expect(asked).toEqual([]);
    expect(loads()).toBe(0);
    expect(clock.pending()).toEqual([]);
  });

  it('starts when the setting is turned on, and once', async () => {
    const { calls, clock, settings } = await start({ on: false });
    settings.change({ checkForUpdates: true });
    settings.change({ notifications: false });
    await clock.settle();
    expect(calls).toEqual(['check']);
    await clock.advance(DAY_MS);
    expect(calls).toEqual(['check', 'check']);
  });

  it('ends when the setting is turned off', async () => {
    const { calls, clock, settings } = await start({});
    settings.change({ checkForUpdates: false });
    expect(clock.pending()).toEqual([]);
    await clock.advance(3 * DAY_MS);
    expect(calls).toEqual(['check']);
  });

  it('ends when the app stops', async () => {
    const { calls, clock, settings, updates } = await start({});
    updates.stop();
    settings.change({ checkForUpdates: false });
    settings.change({ checkForUpdates: true });
    await clock.advance(3 * DAY_MS);
    expect(calls).toEqual(['check']);
  });

  it('asks nothing when there is no new version', async () => {
    expect((await start({})).asked).toEqual([]);
  });
});

describe('a new version', () => {
  it('is neither downloaded nor installed by the library on its own account', async () => {
    const { updater } = await start({ offered: '1.2.0' });
    expect(updater.autoDownload).toBe(false);
    expect(updater.autoInstallOnAppQuit).toBe(false);
  });

  it('is not downloaded while the question is open, and asked about once', async () => {
    const { asked, calls, clock } = await start({ offered: '1.2.0' });
    await clock.advance(3 * DAY_MS);
    expect(asked).toEqual([{ about: 'download', version: '1.2.0' }]);
    expect(calls).toEqual(['check']);
  });

  it('is not downloaded after a no, and not asked about again', async () => {
    const { asked, calls, clock } = await start({ offered: '1.2.0', answers: { download: false } });
    await clock.advance(2 * DAY_MS);
    expect(asked).toEqual([{ about: 'download', version: '1.2.0' }]);
    expect(calls).toEqual(['check', 'check', 'check']);
  });

  it('is asked about although an older one was declined', async () => {
    const { asked, clock, offer } = await start({ offered: '1.2.0', answers: { download: false } });
    offer('1.3.0');
    await clock.advance(DAY_MS);
    expect(asked.map(({ version }) => version)).toEqual(['1.2.0', '1.3.0']);
  });

  it('is not asked about when the setting was turned off meanwhile', async () => {
    const { asked, calls, clock, settings } = await start({ on: false, offered: '1.2.0' });
    settings.change({ checkForUpdates: true });
    settings.change({ checkForUpdates: false });
    await clock.settle();
    expect(calls).toEqual(['check']);
    expect(asked).toEqual([]);
  });

  it('is downloaded after a yes, and the restart is a question of its own', async () => {
    const { asked, calls, updates } = await start({ offered: '1.2.0', answers: { download: true } });
    expect(calls).toEqual(['check', 'download']);
    expect(asked.map(({ about }) => about)).toEqual(['download', 'restart']);
    expect(updates.isInstalling()).toBe(false);
  });

  it('is not installed after a no, and not asked about again', async () => {
    const { asked, calls, clock } = await start({
      offered: '1.2.0',
      answers: { download: true, restart: false },
    });
    await clock.advance(DAY_MS);
    expect(asked).toHaveLength(2);
    expect(calls).toEqual(['check', 'download', 'check']);
  });

  it('is installed after the second yes, when this version has made way', async () => {
    const { calls, updates } = await start({ offered: '1.2.0', answers: { download: true, restart: true } });
    expect(calls).toEqual(['check', 'download', 'make way', 'install']);
    expect(updates.isInstalling()).toBe(true);
  });
});

describe('a failure', () => {
  const error = new Error('the feed did not answer\nHeaders: {"server": "none"}');
  const line = 'the update failed: {"reason":"the feed did not answer"}';
  const yes = { download: true, restart: true };

  it('to load the library is one line in the log', async () => {
    const { log } = await start({ loadFails: error });
    expect(log).toEqual([line]);
  });

  it('to ask the feed is one line in the log, and the next day it is asked again', async () => {
    const fake = await start({});
    fake.offer('1.2.0');
    fake.break('check', error);
    await fake.clock.advance(DAY_MS);
    expect(fake.log).toEqual([line]);
    expect(fake.asked).toEqual([]);
    fake.mend();
    await fake.clock.advance(DAY_MS);
    expect(fake.asked).toHaveLength(1);
  });

  it('to download is one line in the log, and no restart is offered', async () => {
    const fake = await start({ answers: yes });
    fake.offer('1.2.0');
    fake.break('download', error);
    await fake.clock.advance(DAY_MS);
    expect(fake.log).toEqual([line]);
    expect(fake.asked.map(({ about }) => about)).toEqual(['download']);
  });

  it('to install is one line in the log, and this version goes on', async () => {
    const fake = await start({ answers: yes });
    fake.offer('1.2.0');
    fake.break('install', error);
    await fake.clock.advance(DAY_MS);
    expect(fake.log).toEqual([line]);
    expect(fake.calls.slice(-3)).toEqual(['make way', 'install', 'take back']);
    expect(fake.updates.isInstalling()).toBe(false);
  });
});
