import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mayRequest } from '../../../src/main/security/guard-session.ts';
import { pageFile } from '../../../src/main/security/page-file.ts';
import { pageResponse } from '../../../src/main/security/page-protocol.ts';

describe('an address of a page', () => {
  it('names a file of the folder of pages', () => {
    expect(pageFile('app://metafob/prompt/index.html', '/pages')).toEqual({
      path: join('/pages', 'prompt', 'index.html'),
      contentType: 'text/html; charset=utf-8',
    });
  });

  it('may have a query and a hash', () => {
    expect(pageFile('app://metafob/dashboard/index.html?x=1#settings', '/pages')?.path).toBe(
      join('/pages', 'dashboard', 'index.html'),
    );
  });

  it.each([
    'app://metafob/../secret.html',
    'app://metafob/prompt/../../secret.html',
    'app://metafob/%2e%2e/secret.html',
    'app://metafob/prompt%2f..%2fsecret.html',
    'app://metafob/prompt\\..\\secret.html',
    'app://metafob/..%5csecret.html',
    'app://metafob/prompt%00/index.html',
    'app://metafob//etc/index.html',
    'app://metafob/./prompt/index.html',
    'app://metafob/.hidden/index.html',
    'app://metafob/C:/index.html',
    'app://other/prompt/index.html',
    'app://metafob:8080/prompt/index.html',
    'app://user@metafob/prompt/index.html',
    'app://metafob.evil/prompt/index.html',
    'file:///etc/index.html',
    'https://metafob/prompt/index.html',
  ])('does not lead out of it as %s', (address) => {
    expect(pageFile(address, '/pages')).toBeUndefined();
  });

  it.each(['app://metafob/', 'app://metafob/prompt', 'app://metafob/prompt/', 'app://metafob/main.js.map'])(
    'names no file of another kind as %s',
    (address) => expect(pageFile(address, '/pages')).toBeUndefined(),
  );
});

describe('the answer to a page', () => {
  const pages = { directory: '' };
  beforeAll(() => {
    pages.directory = mkdtempSync(join(tmpdir(), 'metafob-pages-'));
    mkdirSync(join(pages.directory, 'prompt'));
    writeFileSync(join(pages.directory, 'prompt', 'index.html'), '<!doctype html>');
  });
  afterAll(() => rmSync(pages.directory, { recursive: true }));

  const get = (path: string, method = 'GET') =>
    pageResponse(method, `app://metafob/${path}`, pages.directory);

  it('is the file, with its type', async () => {
    const response = await get('prompt/index.html');
    expect(response.status).toBe(200);
    expect(response.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
    expect(await response.text()).toBe('<!doctype html>');
  });

  it('lets a page load its own scripts, styles and pictures, and nothing else', async () => {
    const policy = (await get('prompt/index.html')).headers.get('Content-Security-Policy')?.split('; ');
    expect(policy).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self'",
      "connect-src 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "require-trusted-types-for 'script'",
    ]);
  });

  it.each(['prompt/missing.html', 'prompt', '../index.html'])('is 404 for %s', async (path) => {
    const response = await get(path);
    expect(response.status).toBe(404);
    expect(response.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
  });

  it.each(['POST', 'PUT', 'HEAD'])('is 404 for the method %s', async (method) => {
    expect((await get('prompt/index.html', method)).status).toBe(404);
  });
});

describe('what a page may request', () => {
  it.each([
    ['app://metafob/prompt/index.html', true],
    ['app://other/prompt/index.html', false],
    ['https://example.com/', false],
    ['http://127.0.0.1:45000/manage/session', false],
    ['file:///etc/passwd', false],
    ['data:text/html,hello', false],
    ['devtools://devtools/bundled/inspector.html', false],
  ])('%s: %s', (url, allowed) => {
    expect(mayRequest(url, false)).toBe(allowed);
  });

  it('includes the developer tools where those are allowed', () => {
    expect(mayRequest('devtools://devtools/bundled/inspector.html', true)).toBe(true);
  });
});
