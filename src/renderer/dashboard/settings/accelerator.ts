/** The parts of a keyboard event that make a shortcut. */
export type Keys = Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey'>;

/** Electron's names of keys whose name differs from the `code` of the event. */
const namedKeys: Readonly<Record<string, string>> = {
  Space: 'Space',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Home: 'Home',
  End: 'End',
  PageUp: 'PageUp',
  PageDown: 'PageDown',
  Insert: 'Insert',
};

const keyName = (code: string): string | undefined =>
  /^Key([A-Z])$/.exec(code)?.[1] ??
  /^Digit(\d)$/.exec(code)?.[1] ??
  /^F([1-9]|1\d|2[0-4])$/.exec(code)?.[0] ??
  namedKeys[code];

/**
 * The Electron accelerator of the keys that are held down, such as `Control+Alt+M`; undefined while they are
 * not a shortcut: that takes Ctrl, Alt or the Command or Windows key with another key, or a function key.
 * Keys count by their place on an American keyboard, as a letter of another layout has no accelerator.
 */
export const acceleratorOf = (keys: Keys, platform: string): string | undefined => {
  const key = keyName(keys.code);
  if (key === undefined) return undefined;
  const isFunctionKey = /^F\d/.test(key);
  if (!keys.ctrlKey && !keys.altKey && !keys.metaKey && !isFunctionKey) return undefined;
  return [
    ...(keys.metaKey ? [platform === 'darwin' ? 'Command' : 'Super'] : []),
    ...(keys.ctrlKey ? ['Control'] : []),
    ...(keys.altKey ? ['Alt'] : []),
    ...(keys.shiftKey ? ['Shift'] : []),
    key,
  ].join('+');
};

const shownNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  darwin: { Command: '⌘', Control: '⌃', Alt: '⌥', Shift: '⇧' },
  win32: { Control: 'Ctrl', Super: 'Win' },
};

/** The keys of an accelerator as the keyboards of this system name them. */
export const acceleratorKeys = (accelerator: string, platform: string): readonly string[] =>
  accelerator.split('+').map((key) => (shownNames[platform] ?? { Control: 'Ctrl' })[key] ?? key);
