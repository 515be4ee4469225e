/** What a page asked for: the details of `setWindowOpenHandler`. */
export interface WindowOpening {
  readonly url: string;
  readonly frameName: string;
  readonly features: string;
}

/**
 * Keeps a page from opening windows, by script or by link, and reports what it wanted. Chromium would open
 * them before the main process could be asked.
 *
 * Its source is run inside pages, so it refers to nothing outside itself.
 */
export function catchWindowOpenings(report: (opening: WindowOpening) => void): void {
  window.open = (url = 'about:blank', frameName = '', features = '') => {
    report({ url: new URL(url, document.baseURI).href, frameName, features });
    return null;
  };
  const here = ['', '_self', '_top', '_parent'];
  window.addEventListener('click', (event) => {
    const link = event.composedPath().find((each) => each instanceof HTMLAnchorElement);
    if (event.defaultPrevented || link === undefined || link.href === '') return;
    const opens = !here.includes(link.target) || event.ctrlKey || event.metaKey || event.shiftKey;
    if (!opens) return;
    event.preventDefault();
    report({ url: link.href, frameName: link.target, features: '' });
  });
}
