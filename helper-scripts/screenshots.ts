/**
 * Draws the manage page in its most important states into `docs/images`, from a scripted service. Needs
 * Chromium (`CHROMIUM_PATH`, else /usr/bin/chromium). Usage: node helper-scripts/screenshots.ts [directory]
 */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../test/pages/support/browser.ts';
import { buildPages } from '../test/pages/support/build-pages.ts';
import { FakeManageServer } from '../test/pages/support/fake-manage-server.ts';
import { type StateName, states, testNow } from '../test/pages/support/states.ts';

const target = process.argv[2] ?? fileURLToPath(new URL('../docs/images', import.meta.url));

interface Shot {
  readonly state: StateName;
  readonly colorScheme: 'light' | 'dark';
  readonly width: number;
}

const wide = 1000;
const narrow = 375;
const drawn: readonly StateName[] = ['none', 'waiting', 'wrong-code', 'active', 'failed'];

const shots: readonly Shot[] = [
  ...drawn.flatMap((state): Shot[] => [
    { state, colorScheme: 'light', width: wide },
    { state, colorScheme: 'dark', width: wide },
  ]),
  { state: 'active', colorScheme: 'light', width: narrow },
];

const refusal = {
  kind: 'bad-code',
  message: 'AWS refused the code: it was mistyped or is too old. Enter the code that the device shows now.',
};

const fileName = ({ state, colorScheme, width }: Shot): string =>
  `manage-${state}-${colorScheme}${width === narrow ? '-narrow' : ''}.png`;

const take = async (browser: Browser, server: FakeManageServer, shot: Shot): Promise<void> => {
  const context = await browser.newContext({
    colorScheme: shot.colorScheme,
    viewport: { width: shot.width, height: 720 },
    deviceScaleFactor: 2,
    timezoneId: 'UTC',
    locale: 'en-GB',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.clock.setFixedTime(testNow);
  server.publish(states[shot.state]);
  await page.goto(`${server.url}/manage`);
  await page.getByText('Connected', { exact: true }).waitFor();
  if (shot.state === 'wrong-code') {
    await page.getByLabel('Token code').fill('409215');
    await page.getByRole('button', { name: 'Use code' }).waitFor();
    await page.getByText(refusal.message).waitFor();
  }
  await page.screenshot({ path: join(target, fileName(shot)) });
  await context.close();
  console.log(fileName(shot));
};

const pages = await buildPages();
const server = new FakeManageServer(pages, states.none);
await server.start();
server.answer(() => ({ status: 400, body: { error: refusal } }));
const browser = await launchBrowser();
await mkdir(target, { recursive: true });
for (const shot of shots) await take(browser, server, shot);
await browser.close();
await server.stop();
await rm(pages, { recursive: true });
