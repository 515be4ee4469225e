import { describe, expect, it } from 'vitest';
import { askWith, questionTexts } from '../../../src/main/updates/question.ts';
import { canReplaceItself } from '../../../src/main/updates/updater.ts';

describe('the question about a new version', () => {
  it('names the version', () => {
    expect(questionTexts({ about: 'download', version: '1.2.0' }).message).toBe(
      'Metafob 1.2.0 is there. Download it?',
    );
  });

  it('says that a restart ends the sessions', () => {
    expect(questionTexts({ about: 'restart', version: '1.2.0' }).detail).toContain('ends them');
  });

  it.each([
    [0, true],
    [1, false],
  ])('button %i means yes: %s', async (response, expected) => {
    const ask = askWith(async () => ({ response }));
    expect(await ask({ about: 'download', version: '1.2.0' })).toBe(expected);
  });

  it('takes Enter and closing the box for a no', async () => {
    const answerOf = (key: 'defaultId' | 'cancelId') =>
      askWith(async (options) => ({ response: options[key] }))({ about: 'restart', version: '1.2.0' });
    expect(await answerOf('defaultId')).toBe(false);
    expect(await answerOf('cancelId')).toBe(false);
  });
});

describe('an installation', () => {
  const APPIMAGE = '/home/somebody/metafob.AppImage';

  it.each([
    ['a checkout', { isPackaged: false, platform: 'darwin', environment: {} }, false],
    ['an app on macOS', { isPackaged: true, platform: 'darwin', environment: {} }, true],
    ['an app on Windows', { isPackaged: true, platform: 'win32', environment: {} }, true],
    ['an AppImage', { isPackaged: true, platform: 'linux', environment: { APPIMAGE } }, true],
    ['a deb or rpm', { isPackaged: true, platform: 'linux', environment: {} }, false],
    [
      'a checkout started by an AppImage',
      { isPackaged: false, platform: 'linux', environment: { APPIMAGE } },
      false,
    ],
  ] as const)('as %s may replace itself: %s', (_name, facts, expected) => {
    expect(canReplaceItself(facts)).toBe(expected);
  });
});
