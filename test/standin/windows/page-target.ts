import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { bindingName, pageScript, preloadScript, preloadWorld, receiverName } from '../page/scripts.ts';
import { toApp, toChromium } from '../process/address.ts';
import type { DevTools, DevToolsSession, Protocol } from '../process/devtools.ts';

type Paused = Protocol.Fetch.requestPausedPayload;

export interface PageTargetOptions {
  readonly devTools: Promise<DevTools>;
  readonly size: { readonly width: number; readonly height: number };
  readonly preload: string | undefined;
  readonly dark: boolean;
}

/** What happens in the page. Addresses are the app's. */
export interface PageEvents {
  readonly onNavigated: (url: string, frame: Protocol.Page.Frame) => void;
  readonly onNavigatedInPage: (url: string, isMainFrame: boolean) => void;
  readonly onDomReady: () => void;
  readonly onLoaded: () => void;
  readonly onPost: (text: string) => void;
  readonly onRequest: (request: Paused) => void;
  readonly onPreloadMissing: (path: string, error: Error) => void;
  readonly onCrashed: () => void;
  readonly onGone: () => void;
}

/** One window of Chromium with a preload script in an isolated world. Commands wait until it is there. */
export class PageTarget {
  targetId = '';
  readonly #options: PageTargetOptions;
  readonly #session: Promise<DevToolsSession>;
  #preloadContext: number | undefined;
  #frameId = '';

  constructor(options: PageTargetOptions, events: PageEvents) {
    this.#options = options;
    this.#session = this.#open(events);
    // Whoever uses the page gets the error.
    this.#session.catch(() => undefined);
  }

  isMainFrame(frameId: string): boolean {
    return frameId === this.#frameId;
  }

  /**
   * Whether a document will be loaded: not when only the address behind the `#` changes.
   * @throws Error with Chromium's code, as 'net::ERR_FAILED'
   */
  async navigate(url: string): Promise<boolean> {
    const session = await this.#session;
    const { errorText, loaderId } = await session.send('Page.navigate', { url: toChromium(url) });
    if (errorText !== undefined) throw new Error(errorText);
    return loaderId !== undefined;
  }

  /** Hands a text to the preload script; lost when there is none. */
  async post(text: string): Promise<void> {
    const session = await this.#session;
    if (this.#preloadContext === undefined) return;
    await session
      .send('Runtime.evaluate', {
        contextId: this.#preloadContext,
        expression: `${receiverName}(${JSON.stringify(text)})`,
      })
      .catch(() => undefined); // The document went away meanwhile.
  }

  async continue(requestId: string): Promise<void> {
    await this.#sendQuietly('Fetch.continueRequest', { requestId });
  }
  async fail(requestId: string, errorReason: Protocol.Network.ErrorReason): Promise<void> {
    await this.#sendQuietly('Fetch.failRequest', { requestId, errorReason });
  }
  async fulfill(requestId: string, response: Response): Promise<void> {
    await this.#sendQuietly('Fetch.fulfillRequest', {
      requestId,
      responseCode: response.status,
      responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
      body: Buffer.from(await response.arrayBuffer()).toString('base64'),
    });
  }

  /** The size of the page itself; Chromium's own windows cannot be small. */
  async resize({ width, height }: { readonly width: number; readonly height: number }): Promise<void> {
    await this.#sendQuietly('Emulation.setDeviceMetricsOverride', {
      width,
      height,
      deviceScaleFactor: 0,
      mobile: false,
    });
  }
  async setDark(dark: boolean): Promise<void> {
    const features = [{ name: 'prefers-color-scheme', value: dark ? 'dark' : '' }];
    await this.#sendQuietly('Emulation.setEmulatedMedia', { features });
  }
  async focus(): Promise<void> {
    await this.#sendQuietly('Page.bringToFront', {});
  }
  async reload(): Promise<void> {
    await this.#sendQuietly('Page.reload', {});
  }
  async crash(): Promise<void> {
    await this.#sendQuietly('Page.crash', {});
  }
  async evaluate(expression: string): Promise<unknown> {
    const session = await this.#session;
    const answer = await session.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
      userGesture: true,
    });
    if (answer.exceptionDetails)
      throw new Error(answer.exceptionDetails.exception?.description ?? answer.exceptionDetails.text);
    return answer.result.value;
  }

  async close(): Promise<void> {
    const session = await this.#session.catch(() => undefined);
    session?.end();
    const devTools = await this.#options.devTools;
    await devTools.send('Target.closeTarget', { targetId: this.targetId }).catch(() => undefined);
  }

  /** For commands about something that may be gone by now. */
  async #sendQuietly(...command: Parameters<DevToolsSession['send']>): Promise<void> {
    const session = await this.#session.catch(() => undefined);
    await session?.send(...command).catch(() => undefined);
  }

  async #open(events: PageEvents): Promise<DevToolsSession> {
    const devTools = await this.#options.devTools;
    const { size, dark } = this.#options;
    const preload = this.#readPreload(events);
    const { targetId } = await devTools.send('Target.createTarget', {
      url: 'about:blank',
      newWindow: true,
      ...size,
    });
    this.targetId = targetId;
    const { sessionId } = await devTools.send('Target.attachToTarget', { targetId, flatten: true });
    devTools.on('Target.detachedFromTarget', (gone) => {
      if (gone.sessionId === sessionId) events.onGone();
    });
    const session = devTools.session(sessionId);
    this.#listen(session, events);
    const secret = `standin-${randomUUID()}`;
    const script = await preload;
    const { send } = session;
    const [{ frameTree }] = await Promise.all([
      send('Page.getFrameTree'),
      send('Page.enable'),
      send('Runtime.enable'),
      send('Inspector.enable'),
      send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
      send('Runtime.addBinding', { name: bindingName, executionContextName: preloadWorld }),
      send('Page.addScriptToEvaluateOnNewDocument', { source: pageScript(secret) }),
      send('Page.addScriptToEvaluateOnNewDocument', { worldName: preloadWorld, source: script(secret) }),
      send('Emulation.setDeviceMetricsOverride', { ...size, deviceScaleFactor: 0, mobile: false }),
      ...(dark
        ? [
            send('Emulation.setEmulatedMedia', {
              features: [{ name: 'prefers-color-scheme', value: 'dark' }],
            }),
          ]
        : []),
    ]);
    this.#frameId = frameTree.frame.id;
    return session;
  }

  async #readPreload({ onPreloadMissing }: PageEvents): Promise<(secret: string) => string> {
    const { preload: path } = this.#options;
    const read = async () => (path === undefined ? '' : await readFile(path, 'utf8'));
    const source = await read().catch((error: Error) => {
      onPreloadMissing(path ?? '', error);
      return '';
    });
    const { electron, chrome, node } = process.versions;
    return (secret) =>
      preloadScript({ secret, path: path ?? 'none', source, versions: { electron, chrome, node } });
  }

  #listen(session: DevToolsSession, events: PageEvents): void {
    session.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name === preloadWorld && context.auxData?.frameId === this.#frameId)
        this.#preloadContext = context.id;
    });
    session.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      if (executionContextId === this.#preloadContext) this.#preloadContext = undefined;
    });
    session.on('Runtime.bindingCalled', ({ name, payload }) => {
      if (name === bindingName) events.onPost(payload);
    });
    session.on('Fetch.requestPaused', events.onRequest);
    session.on('Page.frameNavigated', ({ frame }) => events.onNavigated(toApp(frame.url), frame));
    session.on('Page.navigatedWithinDocument', ({ url, frameId }) =>
      events.onNavigatedInPage(toApp(url), this.isMainFrame(frameId)),
    );
    session.on('Page.domContentEventFired', events.onDomReady);
    session.on('Page.loadEventFired', events.onLoaded);
    session.on('Inspector.targetCrashed', events.onCrashed);
  }
}
