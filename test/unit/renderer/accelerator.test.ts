import { describe, expect, it } from 'vitest';
import {
  acceleratorKeys,
  acceleratorOf,
  type Keys,
} from '../../../src/renderer/dashboard/settings/accelerator.ts';

const keys = (code: string, held: Partial<Keys> = {}): Keys => ({
  code,
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  metaKey: false,
  ...held,
});

describe('the accelerator of keys', () => {
  it.each([
    ['Control+Alt+M', keys('KeyM', { ctrlKey: true, altKey: true }), 'linux'],
    ['Command+Shift+M', keys('KeyM', { metaKey: true, shiftKey: true }), 'darwin'],
    ['Super+M', keys('KeyM', { metaKey: true }), 'win32'],
    ['Control+7', keys('Digit7', { ctrlKey: true }), 'linux'],
    ['Alt+Up', keys('ArrowUp', { altKey: true }), 'linux'],
    ['Control+Space', keys('Space', { ctrlKey: true }), 'linux'],
    ['F12', keys('F12'), 'linux'],
    ['Shift+F1', keys('F1', { shiftKey: true }), 'linux'],
  ])('is %s', (accelerator, pressed, platform) => {
    expect(acceleratorOf(pressed, platform)).toBe(accelerator);
  });

  it.each([
    ['a letter alone', keys('KeyM')],
    ['a letter with Shift, which types', keys('KeyM', { shiftKey: true })],
    ['Ctrl alone', keys('ControlLeft', { ctrlKey: true })],
    ['a key that has no accelerator', keys('IntlBackslash', { ctrlKey: true })],
    ['a function key that no keyboard has', keys('F25', { ctrlKey: true })],
  ])('is missing for %s', (_what, pressed) => {
    expect(acceleratorOf(pressed, 'linux')).toBeUndefined();
  });
});

describe('the keys of an accelerator', () => {
  it.each([
    ['darwin', ['⌃', '⌥', 'M']],
    ['win32', ['Ctrl', 'Alt', 'M']],
    ['linux', ['Ctrl', 'Alt', 'M']],
  ])('have the names of %s', (platform, names) => {
    expect(acceleratorKeys('Control+Alt+M', platform)).toEqual(names);
  });
});
