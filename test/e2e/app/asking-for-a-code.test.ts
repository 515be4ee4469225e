/** A program asks, the pop-up comes, a person types: on the built app. */
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { failureDocument, roleDocument } from '../../integration/service/support/service-world.ts';
import { accessibilityProblems } from '../../pages/support/accessibility.ts';
import { runCommand } from '../../support/aws-environment.ts';
import { startDesktop } from '../support/desktop-world.ts';

describe('a program that needs a code', () => {
  test('brings up the window with the field ready to type in, and gets credentials', async () => {
    const world = await startDesktop({ name: 'desktop-code' });
    const program = await world.ask();
    const popUp = await world.popUp();
    await popUp.getByRole('heading', { name: 'Code for admin' }).waitFor();
    await popUp.getByText('1 program is waiting').waitFor();
    await popUp.locator('#token-code:focus').waitFor();
    expect(await world.app().windowState('prompt')).toMatchObject({
      visible: true,
      focused: true,
      alwaysOnTop: true,
      contentProtected: true,
    });
    // No other window is open.
    expect(world.app().window('dashboard')).toBeUndefined();
    expect(await accessibilityProblems(popUp)).toEqual([]);

    await popUp.keyboard.type(world.code());
    expect(roleDocument(await program.finished).Code).toBe('Success');
    await world.app().waitUntilHidden('prompt');
  });

  test('is served when it is the AWS CLI', async () => {
    const world = await startDesktop({ name: 'desktop-cli' });
    const { url } = await world.service();
    const caller = runCommand(
      'aws',
      ['sts', 'get-caller-identity', '--endpoint-url', world.simulator.url, '--output', 'json'],
      {
        ...world.environment,
        AWS_EC2_METADATA_SERVICE_ENDPOINT: `${url}/`,
        AWS_DEFAULT_REGION: 'eu-west-1',
        AWS_PAGER: '',
      },
    );
    const popUp = await world.popUp();
    await popUp.getByLabel('Token code').fill(world.code());
    const { exitCode, stdout, stderr } = await caller;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      Arn: expect.stringContaining(':assumed-role/Administrator/'),
    });
  });

  test('and another one share one question', async () => {
    const world = await startDesktop({ name: 'desktop-two' });
    const programs = [await world.ask(), await world.ask()];
    const popUp = await world.popUp();
    await popUp.getByText('2 programs are waiting').waitFor();
    await popUp.getByLabel('Token code').fill(world.code());
    const [first, second] = await Promise.all(programs.map(({ finished }) => finished.then(roleDocument)));
    expect(first?.AccessKeyId).toBe(second?.AccessKeyId);
    expect(world.simulator.calls('GetSessionToken')).toHaveLength(1);
  });

  test('is answered when the code comes by the command line, and the window closes by itself', async () => {
    const world = await startDesktop({ name: 'desktop-login' });
    const program = await world.ask();
    await world.popUp();
    const { exitCode, stdout } = await runCommand(
      process.execPath,
      ['bin/metafob.js', 'login', '--code', world.code()],
      world.environment,
    );
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: expect.stringContaining('admin has a session'),
    });
    roleDocument(await program.finished);
    await world.app().waitUntilHidden('prompt');
  });
});

describe('a code that AWS refuses', () => {
  test('keeps the window, which says why and lets the person type again', async () => {
    const world = await startDesktop({ name: 'desktop-wrong-code' });
    const program = await world.ask();
    const popUp = await world.popUp();
    await popUp.getByLabel('Token code').fill(world.wrongCode());
    await popUp.getByText('AWS did not accept this code.').waitFor();
    expect(await world.app().windowState('prompt')).toMatchObject({ visible: true });
    expect(await accessibilityProblems(popUp)).toEqual([]);
    await popUp.locator('#token-code:focus').waitFor();
    // What is typed takes the place of the refused code, which is selected.
    await popUp.keyboard.type(world.code());
    roleDocument(await program.finished);
    await world.app().waitUntilHidden('prompt');
  });

  test('because it was used already, shows how long until the next one', async () => {
    const world = await startDesktop({ name: 'desktop-used-code' });
    const used = world.code();
    const first = await world.ask();
    await (await world.popUp()).getByLabel('Token code').fill(used);
    roleDocument(await first.finished);
    await world.app().waitUntilHidden('prompt');
    await world.app().clickTray('Clear session');

    const program = await world.ask();
    const popUp = await world.popUp();
    await popUp.getByLabel('Token code').fill(used);
    await popUp.getByText('This code was used already').waitFor();
    await popUp.getByText(/^(Next code in \d+ s|Your device shows a new code now\.)$/).waitFor();

    // Half a minute passes for AWS and the device.
    world.simulator.clockOffsetMs = 30_000;
    await popUp.getByLabel('Token code').fill(world.code());
    roleDocument(await program.finished);
  });
});

describe('a person who does not want to give a code', () => {
  const ways = {
    'presses Esc': (page: Page) => page.keyboard.press('Escape'),
    'presses Cancel': (page: Page) => page.getByRole('button', { name: 'Cancel' }).click(),
  };

  test.each(Object.entries(ways))(
    '%s: the program is told, and the next one too, at once',
    async (_way, cancel) => {
      const world = await startDesktop({ name: 'desktop-cancel' });
      const program = await world.ask();
      const popUp = await world.popUp();
      await popUp.locator('#token-code:focus').waitFor();
      await cancel(popUp);
      expect(failureDocument(await program.finished).Message).toContain('was cancelled');
      await world.app().waitUntilHidden('prompt');
      expect(failureDocument(await (await world.ask()).finished).Message).toContain('was cancelled');
      expect(await world.app().windowState('prompt')).toMatchObject({ visible: false });
    },
  );

  test('closes the window, and may change his mind in the tray', async () => {
    const world = await startDesktop({ name: 'desktop-close' });
    const program = await world.ask();
    const popUp = await world.popUp();
    await popUp.locator('#token-code:focus').waitFor();
    const window = await world.app().electron.browserWindow(popUp);
    await window.evaluate((each) => each.close());
    expect(failureDocument(await program.finished).Message).toContain('was cancelled');
    await world.app().waitUntilHidden('prompt');

    await world.app().clickTray('Enter code…');
    await (await world.popUp()).getByLabel('Token code').fill(world.code());
    await world.app().waitUntilHidden('prompt');
    roleDocument(await (await world.ask()).finished);
  });
});

describe('a pop-up whose page crashed', () => {
  test('comes back with the question', async () => {
    const world = await startDesktop({ name: 'desktop-crash' });
    const program = await world.ask();
    const window = await world.app().electron.browserWindow(await world.popUp());
    const made = world.app().electron.waitForEvent('window');
    await window.evaluate((each) => each.webContents.forcefullyCrashRenderer());
    const again = await made;
    await again.locator('#token-code:focus').waitFor();
    await again.getByLabel('Token code').fill(world.code());
    roleDocument(await program.finished);
  });
});
