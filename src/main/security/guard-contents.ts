interface Preventable {
  preventDefault(): void;
}

/** The part of Electron's `WebContents` that is used. */
interface ContentsLike {
  on(event: 'will-navigate', listener: (event: Preventable) => void): unknown;
  on(event: 'will-frame-navigate', listener: (event: Preventable) => void): unknown;
  on(event: 'will-redirect', listener: (event: Preventable) => void): unknown;
  on(event: 'will-attach-webview', listener: (event: Preventable) => void): unknown;
  setWindowOpenHandler(handler: () => { action: 'deny' }): void;
}

interface AppLike {
  on(event: 'web-contents-created', listener: (event: unknown, contents: ContentsLike) => void): unknown;
}

/**
 * Whatever page or frame comes to be, it stays where it is: it goes nowhere else, opens no window and holds
 * no other page.
 */
export function guardContents(
  app: AppLike,
  onRefused: (what: 'navigation' | 'window' | 'webview') => void,
): void {
  app.on('web-contents-created', (_event, contents) => {
    const refuse = (what: 'navigation' | 'webview') => (event: Preventable) => {
      event.preventDefault();
      onRefused(what);
    };
    contents.on('will-navigate', refuse('navigation'));
    contents.on('will-frame-navigate', refuse('navigation'));
    contents.on('will-redirect', refuse('navigation'));
    contents.on('will-attach-webview', refuse('webview'));
    contents.setWindowOpenHandler(() => {
      onRefused('window');
      return { action: 'deny' };
    });
  });
}
