import { existsSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { startStsSimulator } from '../../test/support/sts-simulator/server.ts';
import { type StartedDesktopApp, startDesktopApp } from '../desktop-app/start-desktop-app.ts';
import { isInstalled } from './cores.ts';
import { ask } from './http-client.ts';
import { median, percentile } from './statistics.ts';

/** From sending a request for credentials until its question has the keyboard, in ms. */
export interface Popup {
  readonly requests: number;
  readonly median: number;
  readonly p95: number;
}

/** The first one warms the app up and is not counted. */
const REQUESTS = 1 + 15;
const ACCOUNT = '111122223333';

/** Why the pop-up cannot be measured here, in a sentence; undefined when it can. */
export function whyNoPopup(): string | undefined {
  if (!existsSync(process.env.CHROMIUM_PATH ?? '/usr/bin/chromium')) return 'Chromium is not installed';
  const hasDisplay = process.env.DISPLAY !== undefined || process.env.WAYLAND_DISPLAY !== undefined;
  return hasDisplay || isInstalled('Xvfb', '-help') ? undefined : 'Xvfb is not installed';
}

/** AWS takes each code once, so every request comes from a user with a device of their own. */
const users = Array.from({ length: REQUESTS }, (_, index) => {
  const number = String(index + 1).padStart(2, '0');
  const name = `user${number}`;
  return {
    name,
    keyId: `AKIASIMULATEDPOPUP${number}`,
    keySecret: `PopupSecretForTheSimulatorOnly/012345+${number}`,
    serialNumber: `arn:aws:iam::${ACCOUNT}:mfa/${name}`,
    mfaSecret: `JBSWY3DPEHPK3PXPJBSWY3DPEHPK3P${number.replaceAll(/[0-9]/g, (digit) => 'ABCDEFGHIJ'[Number(digit)] ?? 'A')}`,
  };
});

const configuration = users
  .map(
    ({ name, keyId, keySecret, serialNumber }) =>
      `[profile:${name}]\naccess_key=${keyId}\nsecret_key=${keySecret}\nmfa_serial=${serialNumber}\n`,
  )
  .join('\n');

export async function measurePopup(): Promise<Popup> {
  const simulator = await startStsSimulator({
    world: {
      accounts: [
        {
          id: ACCOUNT,
          users: users.map(({ name, keyId, keySecret, serialNumber, mfaSecret }) => ({
            name,
            accessKeys: [{ id: keyId, secret: keySecret }],
            mfaDevices: [{ serialNumber, secret: mfaSecret }],
          })),
        },
      ],
    },
  });
  const app = await startDesktopApp({ configuration, simulatorUrl: simulator.url, args: ['--hidden'] });
  try {
    const [first, ...others] = users;
    if (first === undefined) throw new Error('There is nobody to ask for.');
    const waiting = request(app, first.name);
    // The page of a hidden window is known from its first showing on.
    const prompt = await app.waitForWindow('prompt');
    await type(simulator.codeFor(first.serialNumber), { app, prompt, waiting });
    const times: number[] = [];
    for (const { name, serialNumber } of others) {
      await noteFocus(app, prompt);
      const sentAt = Date.now();
      const answer = request(app, name);
      times.push((await focusedAt(app, prompt)) - sentAt);
      await type(simulator.codeFor(serialNumber), { app, prompt, waiting: answer });
    }
    return { requests: times.length, median: median(times), p95: percentile(times, 95) };
  } finally {
    await app.stop();
    await simulator.close();
  }
}

async function request(app: StartedDesktopApp, profile: string): Promise<void> {
  const { status } = await ask(`${app.url}/latest/meta-data/iam/security-credentials/${profile}`);
  if (status !== 200) throw new Error(`The request of ${profile} got status ${status}.`);
}

/** Types the code and waits until the request is answered and the window gone. */
async function type(
  code: string,
  { app, prompt, waiting }: { app: StartedDesktopApp; prompt: Page; waiting: Promise<void> },
): Promise<void> {
  await prompt.getByRole('textbox').fill(code);
  await waiting;
  await app.waitUntilHidden('prompt');
}

declare global {
  /** In the page: when the field got the focus. */
  var fieldFocusedAt: number | undefined;
  /** In the main process: when the window was shown. */
  var windowShownAt: number | undefined;
}

async function noteFocus(app: StartedDesktopApp, prompt: Page): Promise<void> {
  await prompt.evaluate(() => {
    globalThis.fieldFocusedAt = undefined;
    document.addEventListener(
      'focusin',
      () => {
        globalThis.fieldFocusedAt = Date.now();
      },
      { once: true },
    );
  });
  const handle = await app.electron.browserWindow(prompt);
  await handle.evaluate((window) => {
    globalThis.windowShownAt = undefined;
    window.once('show', () => {
      globalThis.windowShownAt = Date.now();
    });
  });
}

/** When both the window was shown and its field had the focus. */
async function focusedAt(app: StartedDesktopApp, prompt: Page): Promise<number> {
  await prompt.waitForFunction(() => globalThis.fieldFocusedAt !== undefined);
  await app.waitForWindow('prompt');
  const inPage = await prompt.evaluate(() => globalThis.fieldFocusedAt);
  const inDesktop = await app.electron.evaluate(() => globalThis.windowShownAt);
  return Math.max(inPage ?? Number.NaN, inDesktop ?? Number.NaN);
}
