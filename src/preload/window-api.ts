import type { IpcContract, WindowName } from '../shared/ipc.ts';

type NamesOf<Contract, Kind> = {
  [Name in keyof Contract]: Contract[Name] extends { kind: Kind } ? Name : never;
}[keyof Contract] &
  string;

/** Every call and every push of a window's contract by name: one that is missing or unknown is a type error. */
export interface WindowNames<Window extends WindowName> {
  readonly window: Window;
  readonly calls: Readonly<Record<NamesOf<IpcContract[Window], 'call'>, true>>;
  readonly pushes: Readonly<Record<NamesOf<IpcContract[Window], 'push'>, true>>;
}

/** The part of Electron's `ipcRenderer` that is used. */
export interface IpcRendererLike {
  invoke(channel: string, request?: unknown): Promise<unknown>;
  on(channel: string, listener: (event: unknown, message: unknown) => void): unknown;
  off(channel: string, listener: (event: unknown, message: unknown) => void): unknown;
}

/**
 * What a page gets: a function for each call of its window, and `on`. Nothing of Electron is in it: no channel
 * can be named freely, and the event, which leads back to `ipcRenderer`, is dropped.
 */
export function windowApi<Window extends WindowName>(
  renderer: IpcRendererLike,
  { window, calls, pushes }: WindowNames<Window>,
): Readonly<Record<string, unknown>> {
  const functions = Object.keys(calls).map((name) => {
    const channel = `${window}:${name}`;
    return [
      name,
      (request?: unknown) =>
        request === undefined ? renderer.invoke(channel) : renderer.invoke(channel, request),
    ] as const;
  });

  function on(name: unknown, listener: (message: unknown) => void): () => void {
    if (typeof name !== 'string' || !Object.hasOwn(pushes, name)) throw new TypeError('no such message');
    const channel = `${window}:${name}`;
    const forward = (_event: unknown, message: unknown): void => listener(message);
    renderer.on(channel, forward);
    return () => void renderer.off(channel, forward);
  }

  return { ...Object.fromEntries(functions), on };
}
