import { createBridge } from './bridge.ts';
import { createCodec } from './codec.ts';
import { createIpcRenderer } from './ipc-renderer.ts';
import { catchWindowOpenings } from './window-open.ts';

/** Name of the world of preload scripts; the binding to the main process exists only there. */
export const preloadWorld = 'Electron Isolated Context';
export const bindingName = '__standinPost';
export const receiverName = '__standinReceive';

/** Runs in the page's own world, before its scripts: builds there what the preload script exposes. */
export const pageScript = (secret: string): string =>
  `if (window === window.top) (${catchWindowOpenings})((${createBridge})(${JSON.stringify(secret)}, 'page').notify);`;

export interface PreloadOptions {
  readonly secret: string;
  readonly path: string;
  readonly source: string;
  readonly versions: Readonly<Record<string, string | undefined>>;
}

/**
 * Runs in the isolated world: the preload script, wrapped as Electron wraps a sandboxed one, with a `require`
 * that knows only a few modules and a `process` that says little.
 */
export const preloadScript = ({ secret, path, source, versions }: PreloadOptions): string => `
if (window === window.top) (() => {
  const codec = (${createCodec})();
  const post = globalThis.${bindingName};
  const onNotice = (opening) => post(JSON.stringify({ kind: 'window-open', ...opening }));
  const bridge = (${createBridge})(${JSON.stringify(secret)}, 'preload', onNotice);
  const { ipcRenderer, receive } = (${createIpcRenderer})(codec, post);
  globalThis.${receiverName} = receive;
  const electron = { contextBridge: bridge.contextBridge, ipcRenderer };
  const modules = { electron, 'electron/renderer': electron, timers: { setTimeout, clearTimeout, setInterval, clearInterval }, url: { URL, URLSearchParams } };
  const require = (name) => {
    const found = modules[name.replace(/^node:/, '')];
    if (found === undefined) throw new Error('module not found: ' + name);
    return found;
  };
  const process = { type: 'renderer', sandboxed: true, contextIsolated: true, platform: ${JSON.stringify(process.platform)}, env: {}, versions: ${JSON.stringify(versions)} };
  const module = { exports: {} };
  try {
    (function (require, process, exports, module) {
${source}
    })(require, process, module.exports, module);
  } catch (error) {
    post(JSON.stringify({ kind: 'preload-error', path: ${JSON.stringify(path)}, message: String(error?.message ?? error), stack: String(error?.stack) }));
    console.error('Unable to load preload script: ' + ${JSON.stringify(path)}, error);
  }
})();
//# sourceURL=electron-preload/${path.split('/').at(-1)}`;
