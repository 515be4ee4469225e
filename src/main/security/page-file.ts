import { join } from 'node:path';

export const PAGE_SCHEME = 'app';
export const PAGE_ORIGIN = `${PAGE_SCHEME}://metafob`;

const contentTypes: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
};

export interface PageFile {
  readonly path: string;
  readonly contentType: string;
}

/**
 * The built file that an `app://metafob/…` address names, or undefined when it may name none: another host, a
 * type that pages do not have, or anything but plain names between the slashes. Percent signs are refused
 * too, so no encoded dot or slash gets through.
 */
export function pageFile(address: string, directory: string): PageFile | undefined {
  const path = /^app:\/\/metafob\/([^?#]*)/.exec(address)?.[1];
  const names = path?.split('/') ?? [];
  if (names.length === 0 || !names.every((name) => /^\w[\w.-]*$/.test(name))) return undefined;
  const contentType = contentTypes[/\.([a-z]+)$/.exec(names.at(-1) ?? '')?.[1] ?? ''];
  return contentType === undefined ? undefined : { path: join(directory, ...names), contentType };
}
