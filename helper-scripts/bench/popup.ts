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

const WARM_UP = 1;
const REQUESTS = 15;
const ACCOUNT = '111122223333';

/** Why the pop-up cannot be measured here, in a sentence; undefined when it can. */
export function whyNoPopup(): string | undefined {
  if (!existsSync(process.env.CHROMIUM_PATH ?? '/usr/bin/chromium')) return 'Chromium is not installed';
  const hasDisplay = process.env.DISPLAY !== undefined || process.env.WAYLAND_DISPLAY !== undefined;
  return hasDisplay || isInstalled('Xvfb', '-help') ? undefined : 'Xvfb is not installed';
}

/** AWS takes each code once, so every request comes from a user with a device of their own. */
const users = Array.from({ length: WARM_UP + REQUESTS }, (_, index) => {
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
    const times: number[] = [];
    for (const { name, serialNumber } of users) {
      times.push(await timeOfOne(app, name, () => simulator.codeFor(serialNumber)));
    }
    const counted = times.slice(WARM_UP);
    return { requests: counted.length, median: median(counted), p95: percentile(counted, 95) };
  } finally {
    await app.stop();
    await simulator.close();
  }
}

/** One request, from sending it to its answer; the time until both the window and its field have the focus. */
async function timeOfOne(app: StartedDesktopApp, profile: string, code: () => string): Promise<number> {
  const prompt = app.window('prompt');
  if (prompt === undefined) throw new Error('The app keeps no prompt window ready.');
  await noteFocus(app, prompt);
  const sentAt = Date.now();
  const answer = ask(`${app.url}/latest/meta-data/iam/security-credentials/${profile}`);
  await app.waitForWindow('prompt');
  const field = prompt.getByRole('textbox');
  await prompt.waitForFunction(() => globalThis.fieldFocusedAt !== undefined);
  const inPage = (await prompt.evaluate(() => globalThis.fieldFocusedAt)) ?? Number.NaN;
  const inDesktop = (await app.electron.evaluate(() => globalThis.windowShownAt)) ?? Number.NaN;
  await field.fill(code());
  const { status } = await answer;
  if (status !== 200) throw new Error(`The request of ${profile} got status ${status}.`);
  await app.waitUntilHidden('prompt');
  return Math.max(inPage, inDesktop) - sentAt;
}

declare global {
  /** In the page: when a field got the focus. */
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
