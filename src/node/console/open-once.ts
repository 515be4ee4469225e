import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';

/** How long the browser may take to start. */
const VISIT_WITHIN_MS = 60_000;

export type StartBrowser = (url: string) => void;

/**
 * Opens a page whose address is a secret. Arguments of programs can be seen by every user of the machine, so
 * the browser gets the address of a page of ours that leads on, once.
 *
 * @returns false when no browser came in time
 */
export async function openOnce(secretUrl: string, startBrowser: StartBrowser): Promise<boolean> {
  const path = `/${randomBytes(24).toString('base64url')}`;
  return new Promise((resolve, reject) => {
    const server = createServer((request, response) => {
      if (request.url !== path) {
        response.writeHead(404).end();
        return;
      }
      const headers = { Location: secretUrl, 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' };
      response.writeHead(302, { ...headers, Connection: 'close' }).end(() => finish(true));
    });
    const tooLate = setTimeout(() => finish(false), VISIT_WITHIN_MS);
    const finish = (visited: boolean): void => {
      clearTimeout(tooLate);
      server.close();
      server.closeIdleConnections();
      resolve(visited);
    };
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address !== null) {
        startBrowser(`http://127.0.0.1:${address.port}${path}`);
      }
    });
  });
}

/** Starts the browser of the system (or `BROWSER`) and leaves it alone. */
export const systemBrowser =
  (platform: NodeJS.Platform, environment: Readonly<Record<string, string | undefined>>): StartBrowser =>
  (url) => {
    const [program, ...words] = browserCommand(platform, environment.BROWSER);
    const child = spawn(program, [...words, url], { detached: true, stdio: 'ignore' });
    // Without a browser nobody visits the page, and the caller says so.
    child.once('error', () => undefined);
    child.unref();
  };

function browserCommand(platform: NodeJS.Platform, wanted: string | undefined): [string, ...string[]] {
  if (wanted) return [wanted];
  switch (platform) {
    case 'darwin':
      return ['open'];
    case 'win32':
      return ['rundll32', 'url.dll,FileProtocolHandler'];
    default:
      return ['xdg-open'];
  }
}
