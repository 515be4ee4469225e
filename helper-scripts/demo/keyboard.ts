import type { Readable } from 'node:stream';

/** A terminal's keyboard, or anything that behaves like it. */
export type KeyboardInput = Readable & { setRawMode?(raw: boolean): unknown };

const CTRL_C = '\x03';
const CTRL_D = '\x04';

/**
 * Reads single keys, unseen: what is typed would otherwise tear the changing line apart. In this mode the
 * terminal sends no SIGINT, so Ctrl-C is a key as well. Returns a function that gives the keyboard back.
 */
export function readKeys(
  input: KeyboardInput,
  { onEnter, onQuit }: { readonly onEnter: () => void; readonly onQuit: () => void },
): () => void {
  const read = (keys: Buffer | string) => {
    const text = keys.toString();
    if (text.includes(CTRL_C) || text.includes(CTRL_D)) onQuit();
    else if (/[\r\n]/.test(text)) onEnter();
  };
  input.setRawMode?.(true);
  input.on('data', read);
  input.once('end', onQuit);
  return () => {
    input.off('data', read);
    input.off('end', onQuit);
    input.setRawMode?.(false);
    input.pause();
  };
}
