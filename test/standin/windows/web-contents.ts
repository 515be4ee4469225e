import { EventEmitter } from 'node:events';
import { createEvent } from '../app/event.ts';
import type { WindowOpening } from '../page/window-open.ts';
import { originOf, toApp } from '../process/address.ts';
import type { DevTools } from '../process/devtools.ts';
import { answerIpc, type IpcParts } from './ipc-main.ts';
import { PageTarget } from './page-target.ts';
import type { Protocol } from './protocol.ts';
import { answerRequest } from './requests.ts';
import type { Session } from './session.ts';

export interface WebContentsParts extends IpcParts {
  readonly devTools: Promise<DevTools>;
  readonly protocol: Protocol;
  readonly session: Session;
  readonly isDark: () => boolean;
}

type OpenHandler = (details: { url: string; frameName: string; features: string; disposition: string }) => {
  action: string;
};

/** Electron's `webContents` of a window. */
export class WebContents extends EventEmitter {
  readonly id: number;
  readonly session: Session;
  readonly mainFrame: { readonly url: string; readonly origin: string; readonly parent: null };
  readonly page: PageTarget;
  readonly #parts: WebContentsParts;
  #url = '';
  #loading = false;
  #destroyed = false;
  #openHandler: OpenHandler = () => ({ action: 'allow' });
  /** The address that the app itself asked for: such a navigation is not announced. */
  #requestedUrl: string | undefined;

  constructor(
    id: number,
    size: { width: number; height: number },
    preload: string | undefined,
    parts: WebContentsParts,
  ) {
    super();
    this.id = id;
    this.session = parts.session;
    this.#parts = parts;
    const url = () => this.#url;
    this.mainFrame = {
      get url() {
        return url();
      },
      get origin() {
        return originOf(url());
      },
      parent: null,
    };
    this.page = new PageTarget(
      { devTools: parts.devTools, size, preload, dark: parts.isDark() },
      {
        onNavigated: (address, frame) => {
          if (frame.parentId !== undefined) return;
          this.#url = address;
          this.emit('did-navigate', createEvent({}), address, 200, 'OK');
        },
        onNavigatedInPage: (address, isMainFrame) => {
          if (isMainFrame) this.#url = address;
          this.emit('did-navigate-in-page', createEvent({}), address, isMainFrame);
        },
        onDomReady: () => this.emit('dom-ready', createEvent({})),
        onLoaded: () => {
          this.#loading = false;
          this.emit('did-finish-load', createEvent({}));
          this.emit('did-stop-loading', createEvent({}));
        },
        onPost: (text) => void this.#receive(text),
        onRequest: (request) =>
          void answerRequest(request, this.page, { ...parts, mayNavigate: this.#mayNavigate }),
        onPreloadMissing: (path, error) => this.#reportPreload(path, error),
        onCrashed: () =>
          this.emit('render-process-gone', createEvent({}), { reason: 'crashed', exitCode: 1 }),
        onGone: () => this.emit('standin-gone'),
      },
    );
  }

  async loadURL(url: string): Promise<void> {
    this.#requestedUrl = withoutFragment(url);
    this.#loading = true;
    const finished = new Promise<void>((resolve, reject) => {
      this.once('did-finish-load', resolve);
      this.once('destroyed', () => reject(new Error(`ERR_FAILED (-2) loading '${url}'`)));
    });
    finished.catch(() => undefined);
    this.emit('did-start-loading', createEvent({}));
    try {
      if (!(await this.page.navigate(url))) {
        this.#requestedUrl = undefined;
        this.#loading = false;
        return;
      }
    } catch (error) {
      this.#loading = false;
      const name = error instanceof Error ? error.message.replace(/^net::/, '') : 'ERR_FAILED';
      this.emit('did-fail-load', createEvent({}), -2, name, url, true);
      throw new Error(`${name} (-2) loading '${url}'`);
    }
    await finished;
  }

  send(channel: string, ...args: unknown[]): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed');
    const text = JSON.stringify({ kind: 'message', channel, args: this.#parts.codec.encode(args) });
    void this.page.post(text);
  }

  getURL(): string {
    return this.#url;
  }
  isLoading(): boolean {
    return this.#loading;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }
  forcefullyCrashRenderer(): void {
    void this.page.crash();
  }
  reload(): void {
    this.#requestedUrl = withoutFragment(this.#url);
    void this.page.reload();
  }
  focus(): void {
    void this.page.focus();
  }
  async executeJavaScript(code: string): Promise<unknown> {
    return this.page.evaluate(code);
  }
  setVisualZoomLevelLimits(): Promise<void> {
    return Promise.resolve();
  }
  setBackgroundThrottling(): void {}
  close(): void {
    this.emit('standin-close');
  }

  /** Called by the window when it is gone. */
  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    void this.page.close();
    this.emit('destroyed');
  }

  async #receive(text: string): Promise<void> {
    if (this.#destroyed) return;
    const message = JSON.parse(text);
    if (message.kind === 'preload-error') {
      this.#reportPreload(message.path, Object.assign(new Error(message.message), { stack: message.stack }));
      return;
    }
    if (message.kind === 'window-open') {
      this.#open(message);
      return;
    }
    const answer = await answerIpc(this.#parts, this, message);
    if (answer !== undefined && !this.#destroyed) await this.page.post(answer);
  }

  #reportPreload(path: string, error: Error): void {
    process.stderr.write(`Unable to load preload script: ${path}\n${error.stack}\n`);
    this.emit('preload-error', createEvent({}), path, error);
  }

  readonly #mayNavigate = (address: string, frameId: string): boolean => {
    const isMainFrame = this.page.isMainFrame(frameId);
    const url = toApp(address);
    if (isMainFrame && url === this.#requestedUrl) {
      this.#requestedUrl = undefined;
      return true;
    }
    const details = {
      url,
      isMainFrame,
      isSameDocument: false,
      frame: isMainFrame ? this.mainFrame : null,
      initiator: this.mainFrame,
    };
    const frameEvent = createEvent(details);
    this.emit('will-frame-navigate', frameEvent, url);
    if (frameEvent.defaultPrevented || !isMainFrame) return !frameEvent.defaultPrevented;
    const event = createEvent(details);
    this.emit('will-navigate', event, url);
    return !event.defaultPrevented;
  };

  #open({ url, frameName, features }: WindowOpening): void {
    const details = { url: toApp(url), frameName, features, disposition: 'foreground-tab' };
    if (this.#openHandler(details).action === 'deny') return;
    process.stderr.write(
      `The stand-in for Electron opens no windows for pages; ${details.url} stays closed.\n`,
    );
  }
}

/** Requests do not carry what is behind the `#`. */
const withoutFragment = (url: string): string => new URL(url).href.replace(/#.*$/, '');
