const modifiers =
  /^(Command|Cmd|Control|Ctrl|CommandOrControl|CmdOrCtrl|Alt|Option|AltGr|Shift|Super|Meta)$/i;
const keys =
  /^([0-9A-Z]|F([1-9]|1\d|2[0-4])|Plus|Space|Tab|Capslock|Numlock|Scrolllock|Backspace|Delete|Insert|Return|Enter|Up|Down|Left|Right|Home|End|PageUp|PageDown|Escape|Esc|VolumeUp|VolumeDown|VolumeMute|Media(NextTrack|PreviousTrack|Stop|PlayPause)|PrintScreen|num([0-9]|dec|add|sub|mult|div)|[)!@#$%^&*(:;+=<,_>.?/~`{\]["\\|-])$/i;

/** Electron's `globalShortcut`, without a keyboard. */
export class GlobalShortcut
  implements Pick<Electron.GlobalShortcut, 'register' | 'unregister' | 'unregisterAll' | 'isRegistered'>
{
  readonly #callbacks = new Map<string, () => void>();
  #refuse = false;

  /** @throws TypeError when the text is no accelerator */
  register(accelerator: string, callback: () => void): boolean {
    if (!isAccelerator(accelerator)) {
      throw new TypeError(`Error processing argument at index 0, conversion failure from ${accelerator}`);
    }
    if (this.#refuse || this.#callbacks.has(accelerator)) return false;
    this.#callbacks.set(accelerator, callback);
    return true;
  }
  unregister(accelerator: string): void {
    this.#callbacks.delete(accelerator);
  }
  unregisterAll(): void {
    this.#callbacks.clear();
  }
  isRegistered(accelerator: string): boolean {
    return this.#callbacks.has(accelerator);
  }

  /** For tests. */
  get registered(): readonly string[] {
    return [...this.#callbacks.keys()];
  }
  refuse(refuse: boolean): void {
    this.#refuse = refuse;
  }
  press(accelerator: string): void {
    const callback = this.#callbacks.get(accelerator);
    if (callback === undefined) {
      throw new Error(
        `Nobody listens to ${accelerator}; registered: ${this.registered.join(', ') || 'nothing'}.`,
      );
    }
    callback();
  }
}

function isAccelerator(text: string): boolean {
  const parts = text.split('+');
  const key = parts.pop() ?? '';
  return keys.test(key) && parts.every((part) => modifiers.test(part));
}
