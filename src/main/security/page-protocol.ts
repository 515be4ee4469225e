import { readFile } from 'node:fs/promises';
import type { Protocol } from 'electron';
import { PAGE_SCHEME, pageFile } from './page-file.ts';

/** Nothing inline, nothing from elsewhere, no connection to anywhere, no strings that become code. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const headers = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
};

/** Before the app is ready. */
export function declarePageScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: PAGE_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the built pages, and nothing else, as `app://metafob/…`. */
export function servePages(protocol: Pick<Protocol, 'handle'>, directory: string): void {
  protocol.handle(PAGE_SCHEME, ({ method, url }) => pageResponse(method, url, directory));
}

/** The answer to one request of a page. */
export async function pageResponse(method: string, url: string, directory: string): Promise<Response> {
  const file = method === 'GET' ? pageFile(url, directory) : undefined;
  const content = file && (await readFile(file.path).catch(() => undefined));
  if (file === undefined || content === undefined) return new Response(null, { status: 404, headers });
  return new Response(new Uint8Array(content), {
    headers: { ...headers, 'Content-Type': file.contentType },
  });
}
