import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../../test/pages/support/browser.ts';
import type { Picture } from './targets.ts';

export type Render = (picture: Picture) => Promise<Buffer>;

/** Draws SVG sources to PNG files with Chromium, on nothing, so that what is empty stays transparent. */
export async function withRenderer(assets: string, use: (render: Render) => Promise<void>): Promise<void> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await use((picture) => draw(page, assets, picture));
  } finally {
    await browser.close();
  }
}

async function draw(page: Page, assets: string, { source, size, colours }: Picture): Promise<Buffer> {
  const svg = await readFile(join(assets, source), 'utf8');
  const style = [
    'html, body { margin: 0; background: transparent }',
    `svg { display: block; width: ${size}px; height: ${size}px }`,
    colours === undefined ? '' : `:root { --glyph: ${colours.glyph}; --signal: ${colours.signal} }`,
  ];
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<!doctype html><style>${style.join('\n')}</style>${svg}`);
  return page.screenshot({ omitBackground: true, clip: { x: 0, y: 0, width: size, height: size } });
}
