import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { followPower } from '../../../src/main/power/follow-power.ts';
import { guardContents } from '../../../src/main/security/guard-contents.ts';
import { createShortcut } from '../../../src/main/shortcut/shortcut.ts';
import { onDashboardClose } from '../../../src/main/windows/close-policy.ts';
import { pagePreferences } from '../../../src/main/windows/window-options.ts';

function followed(clearOnLock: boolean) {
  const powerMonitor = new EventEmitter();
  const log: string[] = [];
  followPower({
    powerMonitor,
    engine: { wake: () => log.push('wake'), clearAllSessions: () => log.push('clear') },
    clearOnLock: () => clearOnLock,
    onWake: () => log.push('draw'),
    onShutdown: () => log.push('shutdown'),
  });
  return { powerMonitor, log };
}

describe('the power of the machine', () => {
  it('wakes the engine and draws again after sleep', () => {
    const { powerMonitor, log } = followed(false);
    powerMonitor.emit('resume');
    expect(log).toEqual(['wake', 'draw']);
  });

  it.each([
    [true, ['clear']],
    [false, []],
  ])('forgets sessions at the lock screen if the user wants so (%s)', (wanted, done) => {
    const { powerMonitor, log } = followed(wanted);
    powerMonitor.emit('lock-screen');
    expect(log).toEqual(done);
  });

  it('tells when the system goes down', () => {
    const { powerMonitor, log } = followed(false);
    powerMonitor.emit('shutdown');
    expect(log).toEqual(['shutdown']);
  });
});

describe('the global shortcut', () => {
  const keyboard = (answer: (accelerator: string) => boolean) => {
    const registered: string[] = [];
    return {
      registered,
      register(accelerator: string) {
        if (!answer(accelerator)) return false;
        registered.push(accelerator);
        return true;
      },
      unregister: (accelerator: string) => void registered.splice(registered.indexOf(accelerator), 1),
    };
  };

  it('is none by default', () => {
    const keys = keyboard(() => true);
    createShortcut(keys, () => {}).apply(undefined);
    expect(keys.registered).toEqual([]);
  });

  it('takes the place of the one before', () => {
    const keys = keyboard(() => true);
    const shortcut = createShortcut(keys, () => {});
    shortcut.apply('Alt+M');
    shortcut.apply('Alt+N');
    expect(keys.registered).toEqual(['Alt+N']);
    shortcut.apply(undefined);
    expect(keys.registered).toEqual([]);
  });

  it('says when the system refuses it, until another works', () => {
    const shortcut = createShortcut(
      keyboard((accelerator) => accelerator !== 'Alt+M'),
      () => {},
    );
    shortcut.apply('Alt+M');
    expect(shortcut.problem()).toContain('Alt+M');
    shortcut.apply('Alt+N');
    expect(shortcut.problem()).toBeUndefined();
  });

  it('says when it is none at all', () => {
    const shortcut = createShortcut(
      keyboard(() => {
        throw new TypeError('bad accelerator');
      }),
      () => {},
    );
    shortcut.apply('Hyper+Nothing');
    expect(shortcut.problem()).toMatch(/Hyper\+Nothing is not a shortcut/);
  });
});

describe('closing the dashboard', () => {
  it.each([
    [{ quitting: false, trayAvailable: true }, 'close'],
    [{ quitting: false, trayAvailable: false }, 'ask'],
    [{ quitting: true, trayAvailable: false }, 'close'],
  ] as const)('with %j means: %s', (facts, action) => {
    expect(onDashboardClose(facts)).toBe(action);
  });
});

describe('every page', () => {
  it('has no Node.js, no other origin and no downloads of dictionaries', () => {
    expect(pagePreferences('prompt', { preloadDirectory: '/preload', devTools: false })).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      devTools: false,
    });
  });

  it('stays where it is and opens nothing', () => {
    const app = new EventEmitter();
    const refused: string[] = [];
    guardContents(app, (what) => refused.push(what));
    let openWindow: (() => { action: string }) | undefined;
    const contents = Object.assign(new EventEmitter(), {
      setWindowOpenHandler: (handler: () => { action: string }) => {
        openWindow = handler;
      },
    });
    app.emit('web-contents-created', {}, contents);
    const prevented: string[] = [];
    for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview']) {
      contents.emit(name, { preventDefault: () => prevented.push(name) });
    }
    expect(prevented).toHaveLength(4);
    expect(openWindow?.()).toEqual({ action: 'deny' });
    expect(refused).toEqual(['navigation', 'navigation', 'navigation', 'webview', 'window']);
  });
});
