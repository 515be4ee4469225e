import { describe, expect, it } from 'vitest';
import { asksForDebugging, readCommandLine } from '../../../src/main/app/command-line.ts';
import { firstLaunch, laterLaunch } from '../../../src/main/app/launch-windows.ts';

describe('the command line of the app', () => {
  it.each([
    [[], 'ordinary'],
    [['--hidden'], 'hidden'],
    [['--show'], 'show'],
    [['--prompt'], 'prompt'],
    [['--quit'], 'quit'],
    [['--hidden', '--quit'], 'quit'],
  ] as const)('%j is a wish for: %s', (args, wish) => {
    expect(readCommandLine(['metafob', ...args]).wish).toBe(wish);
  });

  it("leaves Electron's and Chromium's arguments alone", () => {
    const argv = ['electron', '--no-sandbox', '--inspect=0', '--ozone-platform=x11', '.', '--prompt'];
    expect(readCommandLine(argv)).toEqual({ wish: 'prompt' });
  });

  it.each([[['--config', 'my.conf']], [['--config=my.conf']]])(
    'takes a configuration file from %j',
    (args) => {
      expect(readCommandLine(['metafob', ...args]).configFile).toBe('my.conf');
    },
  );

  it('takes a log level, a store and a data folder', () => {
    const argv = ['metafob', '--log-level=debug', '--secrets=memory', '--user-data-dir=/data'];
    expect(readCommandLine(argv)).toEqual({
      wish: 'ordinary',
      logLevel: 'debug',
      secrets: 'memory',
      dataDirectory: '/data',
    });
  });

  it('passes over values that it does not know', () => {
    expect(readCommandLine(['metafob', '--log-level=loud', '--secrets=paper'])).toEqual({ wish: 'ordinary' });
  });

  it('does not take the program itself for an argument', () => {
    expect(readCommandLine(['--quit']).wish).toBe('ordinary');
  });
});

describe('attaching a debugger from outside', () => {
  it.each(['--remote-debugging-port=9222', '--remote-debugging-pipe', '--inspect', '--inspect-brk=0'])(
    'is noticed as %s',
    (argument) => expect(asksForDebugging(['metafob', argument])).toBe(true),
  );

  it.each(['--hidden', '--remote-debugging', 'inspect'])('is not seen in %s', (argument) =>
    expect(asksForDebugging(['metafob', argument])).toBe(false),
  );
});

describe('the first launch', () => {
  const usual = { firstRunDone: true, trayAvailable: true };

  it('shows nothing but the tray', () => {
    expect(firstLaunch('ordinary', usual)).toBe('nothing');
  });

  it('opens the dashboard for a new user', () => {
    expect(firstLaunch('ordinary', { ...usual, firstRunDone: false })).toBe('open-dashboard');
  });

  it('opens the dashboard on a desktop without a tray', () => {
    expect(firstLaunch('ordinary', { ...usual, trayAvailable: false })).toBe('open-dashboard');
  });

  it('stays hidden at login, come what may', () => {
    expect(firstLaunch('hidden', { firstRunDone: false, trayAvailable: false })).toBe('nothing');
  });
});

describe('a launch while the app runs', () => {
  it.each([
    ['ordinary', 'open-dashboard'],
    ['show', 'open-dashboard'],
    ['prompt', 'enter-code'],
    ['hidden', 'nothing'],
    ['quit', 'quit'],
  ] as const)('with the wish %s leads to: %s', (wish, action) => {
    expect(laterLaunch(wish)).toBe(action);
  });
});
