interface Codec {
  encode(value: unknown): string;
  decode(text: string): unknown;
}
type Listener = (event: object, ...args: unknown[]) => void;

/**
 * `ipcRenderer` of a preload script. `post` carries a text to the main process; `receive` takes the texts that
 * come from there.
 *
 * Its source is run inside pages, so it refers to nothing outside itself.
 */
export function createIpcRenderer(codec: Codec, post: (text: string) => void) {
  const listeners = new Map<string, { listener: Listener; once: boolean }[]>();
  const calls = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let lastCall = 0;

  const add = (channel: string, listener: Listener, once: boolean) => {
    listeners.set(channel, [...(listeners.get(channel) ?? []), { listener, once }]);
    return ipcRenderer;
  };
  const remove = (channel: string, unwanted: Listener) => {
    const left = (listeners.get(channel) ?? []).filter(({ listener }) => listener !== unwanted);
    listeners.set(channel, left);
    return ipcRenderer;
  };

  const ipcRenderer = {
    async invoke(channel: string, ...args: unknown[]): Promise<unknown> {
      const text = codec.encode(args);
      lastCall += 1;
      const call = lastCall;
      return new Promise((resolve, reject) => {
        calls.set(call, { resolve, reject });
        post(JSON.stringify({ kind: 'invoke', call, channel, args: text }));
      });
    },
    send(channel: string, ...args: unknown[]): void {
      post(JSON.stringify({ kind: 'send', channel, args: codec.encode(args) }));
    },
    sendSync(): never {
      throw new Error('The stand-in for Electron has no ipcRenderer.sendSync.');
    },
    on: (channel: string, listener: Listener) => add(channel, listener, false),
    addListener: (channel: string, listener: Listener) => add(channel, listener, false),
    once: (channel: string, listener: Listener) => add(channel, listener, true),
    off: remove,
    removeListener: remove,
    removeAllListeners(channel: string) {
      listeners.delete(channel);
      return ipcRenderer;
    },
    listenerCount: (channel: string) => listeners.get(channel)?.length ?? 0,
  };

  const deliver = (channel: string, args: unknown) => {
    for (const { listener, once } of listeners.get(channel) ?? []) {
      if (once) remove(channel, listener);
      listener({ sender: ipcRenderer, ports: [] }, ...(Array.isArray(args) ? args : []));
    }
  };

  const receive = (text: string) => {
    const message = JSON.parse(text);
    if (message.kind === 'message') return deliver(message.channel, codec.decode(message.args));
    const call = calls.get(message.call);
    calls.delete(message.call);
    if (message.error === undefined) call?.resolve(codec.decode(message.value));
    else call?.reject(new Error(message.error));
  };

  return { ipcRenderer, receive };
}
