import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import type { ManageTokens } from './authorize.ts';
import { refuse } from './errors.ts';

/** Nothing inline, nothing from elsewhere, no strings that become code. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const contentTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/**
 * The manage page and its files. Only what is in the folder of built files is served: a path is looked up
 * among their names, never given to the file system.
 *
 * @param directory the built pages, with `manage/index.html` and `manage/assets/`
 */
export function pageRoutes(directory: string, tokens: ManageTokens): Hono {
  const app = new Hono();

  app.use(async (context, next) => {
    await next();
    context.header('Content-Security-Policy', contentSecurityPolicy);
    context.header('X-Content-Type-Options', 'nosniff');
    context.header('Referrer-Policy', 'no-referrer');
    context.header('Cross-Origin-Resource-Policy', 'same-origin');
  });

  app.get('/', async (context) => {
    const page = await readFile(join(directory, 'manage', 'index.html'), 'utf8').catch(() => undefined);
    if (page === undefined) {
      return refuse(context, 404, 'not-found', 'The page is not built. Run “npm run build” in the checkout.');
    }
    setCookie(context, tokens.cookieName, tokens.page, {
      path: '/manage',
      httpOnly: true,
      sameSite: 'Strict',
    });
    return context.html(page);
  });

  app.get('/assets/:file', async (context) => {
    const folder = join(directory, 'manage', 'assets');
    const names = await readdir(folder).catch(() => []);
    const name = names.find((candidate) => candidate === context.req.param('file'));
    const contentType = name === undefined ? undefined : contentTypes[extname(name)];
    if (name === undefined || contentType === undefined) {
      return refuse(context, 404, 'not-found', 'There is no such file.');
    }
    context.header('Content-Type', contentType);
    context.header('Cache-Control', 'public, max-age=31536000, immutable');
    return context.body(await readFile(join(folder, name)));
  });

  return app;
}
