/**
 * Photographs the windows of the running desktop app into `docs/images/desktop-app-*.png`: the real main
 * process, preload scripts and pages, on the stand-in or on Electron, with a simulated AWS. Where
 * `desktop-screenshots.ts` shows each state that a page can have, this goes the way of a user.
 *
 *     node helper-scripts/desktop-app-screenshots.ts [directory]
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { alice } from '../test/support/sts-simulator/example-world.ts';
import { type StsSimulator, startStsSimulator } from '../test/support/sts-simulator/server.ts';
import { ask } from './bench/http-client.ts';
import { carol, pictureConfiguration, pictureWorld } from './desktop-app/example-setup.ts';
import { createPhotographer, type Photographer } from './desktop-app/photographer.ts';
import { type StartedDesktopApp, startDesktopApp } from './desktop-app/start-desktop-app.ts';

interface Scene {
  readonly app: StartedDesktopApp;
  readonly simulator: StsSimulator;
  readonly camera: Photographer;
}

const credentials = ({ app }: Scene, profile: string) =>
  ask(`${app.url}/latest/meta-data/iam/security-credentials/${profile}`);

const type = (page: Page, code: string) => page.getByLabel('Token code').fill(code);
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

async function firstRun({ app, camera }: Scene): Promise<Page> {
  const page = await app.waitForWindow('dashboard');
  await page.getByRole('heading', { name: 'Your profiles' }).waitFor();
  await camera.take(page, 'first-run-1');
  await press(page, 'Continue');
  await camera.take(page, 'first-run-2');
  await press(page, 'Continue');
  await camera.take(page, 'first-run-3');
  await press(page, 'Finish');
  await page.getByRole('navigation').waitFor();
  return page;
}

async function firstQuestion(scene: Scene, dashboard: Page): Promise<void> {
  const { app, simulator, camera } = scene;
  const first = credentials(scene, 'Administrator');
  const prompt = await app.waitForWindow('prompt');
  await prompt.getByLabel('Token code').waitFor();
  await camera.take(prompt, 'prompt-waiting');
  await camera.take(dashboard, 'profiles-waiting');
  const second = credentials(scene, 'Production');
  await prompt.getByText('programs are waiting').waitFor();
  await camera.take(prompt, 'prompt-two-programs');
  const code = simulator.codeFor(alice.serialNumber);
  await type(prompt, code === '000000' ? '000001' : '000000');
  await prompt.getByRole('alert').filter({ hasText: 'AWS' }).waitFor();
  await camera.take(prompt, 'prompt-wrong-code');
  simulator.setFaults([{ kind: 'hang', action: 'GetSessionToken' }]);
  await type(prompt, simulator.codeFor(alice.serialNumber));
  await prompt.getByRole('button', { name: 'Checking…' }).waitFor();
  await camera.take(prompt, 'prompt-checking');
  simulator.setFaults([]);
  await Promise.all([first, second]);
  await app.waitUntilHidden('prompt');
}

async function usedCode(scene: Scene): Promise<void> {
  const { app, simulator, camera } = scene;
  const waiting = credentials(scene, 'LongRunning');
  const prompt = await app.waitForWindow('prompt');
  await type(prompt, simulator.codeFor(alice.serialNumber));
  await prompt.getByText('used').first().waitFor();
  await camera.take(prompt, 'prompt-used-code');
  await press(prompt, 'Cancel');
  await waiting;
  await app.waitUntilHidden('prompt');
}

async function wrongDevice(scene: Scene): Promise<void> {
  const { app, simulator, camera } = scene;
  const waiting = credentials(scene, 'carol');
  const prompt = await app.waitForWindow('prompt');
  await prompt.getByLabel('Token code').waitFor();
  await camera.take(prompt, 'prompt-guessed-device');
  await type(prompt, simulator.codeFor(carol.serialNumber));
  await prompt.getByLabel('Serial number').waitFor();
  await camera.take(prompt, 'prompt-wrong-device');
  await prompt.getByLabel('Serial number').fill(carol.serialNumber);
  await press(prompt, 'Use this device');
  await prompt.getByLabel('Token code').waitFor();
  await type(prompt, simulator.codeFor(carol.serialNumber));
  await waiting;
}

async function views({ camera }: Scene, page: Page): Promise<void> {
  const open = async (title: string): Promise<void> => {
    await page.getByRole('link', { name: title }).click();
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
  };
  for (const title of ['Profiles', 'MFA secrets', 'Connection', 'Settings', 'Log', 'About']) {
    await open(title);
    await camera.take(page, title.toLowerCase().replace('mfa ', ''));
  }
}

async function instance({ app, camera }: Scene, page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Instance' }).click();
  await page.getByLabel('Document that sets values').fill('instance:\n  type: m7g.large\n');
  await press(page, 'Save document');
  await page.getByRole('row', { name: 'instance.type m7g.large' }).waitFor();
  await app.clickTray('Simulate event', 'Spot interruption in 2 minutes');
  await page.getByText('told now').waitFor();
  await page.evaluate(() => window.scrollTo(0, 0));
  await camera.take(page, 'instance');
}

async function newMfaDevice({ camera }: Scene, page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Profiles' }).click();
  await page.getByRole('button', { name: 'Add an MFA device to build' }).click();
  await page.getByLabel('First code').focus();
  await camera.take(page, 'mfa-device');
  await press(page, 'Cancel');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

const [target = join(import.meta.dirname, '..', 'docs', 'images')] = process.argv.slice(2);
await mkdir(target, { recursive: true });
const camera = createPhotographer(target);
const simulator = await startStsSimulator({ world: pictureWorld() });
const app = await startDesktopApp({
  configuration: pictureConfiguration,
  simulatorUrl: simulator.url,
  args: ['--show', '--log-level', 'info'],
});
try {
  const scene: Scene = { app, simulator, camera };
  const dashboard = await firstRun(scene);
  await firstQuestion(scene, dashboard);
  await usedCode(scene);
  await wrongDevice(scene);
  await views(scene, dashboard);
  await instance(scene, dashboard);
  await newMfaDevice(scene, dashboard);
} finally {
  await app.stop();
  await simulator.close();
}
for (const problem of camera.problems()) console.error(problem);
process.exitCode = camera.problems().length === 0 ? 0 : 1;
