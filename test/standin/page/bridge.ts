/**
 * One end of the bridge between a page and its preload script. The two live in different worlds of the same
 * document and share only its DOM, so they talk by events of a secret name. Chromium makes a structured clone
 * of what an event carries; functions and promises are replaced by numbers and called back through the bridge.
 * An event is delivered before `dispatchEvent` returns, which makes calls synchronous as in Electron.
 *
 * Its source is run inside pages, so it refers to nothing outside itself.
 */
export function createBridge(secret: string, side: 'page' | 'preload', onNotice?: (notice: object) => void) {
  const otherSide = side === 'page' ? 'preload' : 'page';
  const scope: object = window;
  // Kept from before the page's own scripts, which may replace them.
  const dispatch = window.dispatchEvent.bind(window);
  const NativeEvent = CustomEvent;
  const functions: ((...args: unknown[]) => unknown)[] = [];
  const promises = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const answers = new Map<number, { error?: string; value?: unknown }>();
  let lastId = 0;

  const say = (message: object) => dispatch(new NativeEvent(`${secret}-${otherSide}`, { detail: message }));
  // Electron keeps of an error only its message.
  const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
  const mark = (kind: string, value: unknown) => ({ [secret]: kind, value });

  const ask = (message: object): unknown => {
    lastId += 1;
    const id = lastId;
    say({ ...message, id });
    const answer = answers.get(id);
    answers.delete(id);
    if (answer === undefined) throw new Error('An object could not be cloned.');
    if (answer.error !== undefined) throw new Error(answer.error);
    return unwrap(answer.value);
  };

  const wrap = (value: unknown): unknown => {
    if (typeof value === 'function') {
      return mark('function', functions.push((...args) => Reflect.apply(value, undefined, args)) - 1);
    }
    if (typeof value !== 'object' || value === null) return value;
    if (value instanceof Promise) {
      lastId += 1;
      const id = lastId;
      value.then(
        (result) => say({ kind: 'resolve', id, value: wrap(result) }),
        (error) => say({ kind: 'reject', id, error: messageOf(error) }),
      );
      return mark('promise', id);
    }
    if (value instanceof Error) return mark('error', value.message);
    if (Array.isArray(value)) return value.map(wrap);
    if (Object.prototype.toString.call(value) !== '[object Object]') return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, wrap(item)]));
  };

  const unwrap = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(unwrap);
    const kind = Reflect.get(value, secret);
    const content = Reflect.get(value, 'value');
    if (kind === 'function')
      return (...args: unknown[]) => ask({ kind: 'call', index: content, args: wrap(args) });
    if (kind === 'promise')
      return new Promise((resolve, reject) => promises.set(content, { resolve, reject }));
    if (kind === 'error') return new Error(content);
    if (Object.prototype.toString.call(value) !== '[object Object]') return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unwrap(item)]));
  };

  const freeze = (value: unknown): unknown => {
    if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
      for (const item of Object.values(value)) freeze(item);
      Object.freeze(value);
    }
    return value;
  };

  const settle = (
    id: number,
    use: (promise: { resolve(value: unknown): void; reject(error: Error): void }) => void,
  ) => {
    const promise = promises.get(id);
    promises.delete(id);
    if (promise !== undefined) use(promise);
  };

  const reply = (id: number, work: () => unknown) => {
    try {
      say({ kind: 'answer', id, value: wrap(work()) });
    } catch (error) {
      say({ kind: 'answer', id, error: messageOf(error) });
    }
  };

  const expose = (key: string, api: unknown) => {
    if (key in scope)
      throw new Error('Cannot bind an API on top of an existing property on the window object');
    Object.defineProperty(scope, key, { value: freeze(unwrap(api)), enumerable: true });
  };

  window.addEventListener(`${secret}-${side}`, (event) => {
    if (!(event instanceof NativeEvent) || event.detail === null) return;
    const message = event.detail;
    switch (message.kind) {
      case 'call':
        return reply(message.id, () => {
          const args = unwrap(message.args);
          return functions[message.index]?.(...(Array.isArray(args) ? args : []));
        });
      case 'expose':
        return reply(message.id, () => expose(message.key, message.api));
      case 'answer':
        return void answers.set(message.id, message);
      case 'resolve':
        return settle(message.id, ({ resolve }) => resolve(unwrap(message.value)));
      case 'notice':
        return onNotice?.(message.notice);
      case 'reject':
        return settle(message.id, ({ reject }) => reject(new Error(message.error)));
    }
  });

  return {
    /** Tells the other side something that is not part of any API. */
    notify: (notice: object) => void say({ kind: 'notice', notice }),
    contextBridge: {
      exposeInMainWorld: (key: string, api: unknown) => {
        ask({ kind: 'expose', key, api: wrap(api) });
      },
    },
  };
}
