import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../src/shared/settings.ts';
import type { ViewState } from '../../src/shared/view-state.ts';
import { useDesktopWindow } from './support/desktop/desktop-window-fixture.ts';
import { refused } from './support/desktop/fake-main.ts';
import { promptStates } from './support/desktop/prompt-states.ts';
import { closedGate } from './support/gate.ts';
import { device, prompt, states, testNow, viewState } from './support/states.ts';

const openPromptWindow = useDesktopWindow('prompt');

const codeField = (page: Page) => page.getByLabel('Token code');
const hasFocus = (page: Page, label: string) =>
  expect
    .poll(() => page.getByLabel(label).evaluate((element) => element === document.activeElement))
    .toBe(true);
const problem = (page: Page) => page.getByRole('alert');
const paste = async (page: Page, text: string): Promise<void> => {
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await page.keyboard.press('ControlOrMeta+V');
};
const setVisibility = (page: Page, visibility: 'visible' | 'hidden'): Promise<void> =>
  page.evaluate((value) => {
    Object.defineProperty(document, 'visibilityState', { value, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, visibility);
const answer = (code: string, promptId = 'prompt-1') => ({
  name: 'answerPrompt',
  request: { promptId, code },
});

describe('the question', () => {
  it('names profile, account, user and device, and how many programs wait', async () => {
    const { page } = await openPromptWindow(states.waiting);
    await page.getByRole('heading', { name: 'Code for dev', level: 1 }).waitFor();
    const text = await page.getByRole('main').innerText();
    for (const shown of ['2 programs are waiting', '123456789012', 'jane']) expect(text).toContain(shown);
    expect(await page.title()).toBe('Code for dev – Metafob');
  });

  it('has the focus in the field at once', async () => {
    const { page } = await openPromptWindow(states.waiting);
    await hasFocus(page, 'Token code');
  });

  it('is told to be shown once it is painted, once for each question', async () => {
    const { page, main } = await openPromptWindow(states.none);
    await page.getByText('No code is wanted').waitFor();
    expect(main.called('promptShown')).toEqual([]);
    await main.publish(states.waiting);
    await expect.poll(() => main.called('promptShown')).toEqual([{ promptId: 'prompt-1' }]);
    await main.publish(states['wrong-code']);
    await main.publish(viewState({ prompts: [prompt({ id: 'prompt-2' })] }));
    await expect
      .poll(() => main.called('promptShown'))
      .toEqual([{ promptId: 'prompt-1' }, { promptId: 'prompt-2' }]);
  });

  it('goes when the session exists by another way', async () => {
    const { page, main } = await openPromptWindow(states.waiting);
    await codeField(page).waitFor();
    await main.publish(states.active);
    await page.getByText('No code is wanted').waitFor();
    expect(await codeField(page).count()).toBe(0);
  });
});

describe('a code', () => {
  it('is submitted by its sixth digit, leading zeros kept', async () => {
    const { page, main } = await openPromptWindow(states.waiting);
    await hasFocus(page, 'Token code');
    await page.keyboard.type('00420');
    expect(main.calls).toEqual([]);
    await page.keyboard.type('7');
    await expect.poll(() => main.calls).toEqual([answer('004207')]);
  });

  it('is submitted by pasting it, with the space that apps show in it', async () => {
    const { page, main } = await openPromptWindow(states.waiting);
    await hasFocus(page, 'Token code');
    await paste(page, '123 456');
    await expect.poll(() => main.calls).toEqual([answer('123456')]);
  });

  it('waits for Enter when the user turned that off', async () => {
    const { page, main } = await openPromptWindow(states.waiting, {
      desktop: { settings: { ...defaultSettings, submitOnSixthDigit: false } },
    });
    await expect.poll(() => main.called('getSettings').length).toBe(1);
    await hasFocus(page, 'Token code');
    await paste(page, '123456');
    await page.keyboard.press('End');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('7');
    expect(main.calls).toEqual([]);
    await page.keyboard.press('Enter');
    await expect.poll(() => main.calls).toEqual([answer('123457')]);
  });

  it('of too few digits is not sent, and the field says why', async () => {
    const { page, main } = await openPromptWindow(states.waiting);
    await hasFocus(page, 'Token code');
    await page.keyboard.type('123');
    await page.keyboard.press('Enter');
    await expect.poll(() => problem(page).innerText()).toBe('A code has six digits; this has 3.');
    expect(main.calls).toEqual([]);
  });

  it('that is wrong stays selected, so that the next one replaces it', async () => {
    const { page, main } = await openPromptWindow(states.waiting);
    main.answer(({ name }) =>
      name === 'answerPrompt' ? refused('AWS refused the code.', 'bad-code') : undefined,
    );
    await hasFocus(page, 'Token code');
    await page.keyboard.type('111111');
    await expect.poll(() => problem(page).innerText()).toBe('AWS refused the code.');
    await expect.poll(() => codeField(page).inputValue()).toBe('111111');
    await page.keyboard.type('222222');
    await expect.poll(() => main.calls).toEqual([answer('111111'), answer('222222')]);
  });

  it('that was used shows the seconds until the next one', async () => {
    const { page } = await openPromptWindow(states['used-code'], { controlTimers: true });
    await page.getByText('Next code in 14 s').waitFor();
    await page.clock.runFor(15_000);
    await page.getByText('Your device shows a new code now.').waitFor();
  });

  it('cannot be changed while it is checked', async () => {
    const gate = closedGate();
    const { page, main } = await openPromptWindow(states.waiting);
    main.answer(async ({ name }) => {
      if (name === 'answerPrompt') await gate.passed;
      return undefined;
    });
    await hasFocus(page, 'Token code');
    await page.keyboard.type('123456');
    await page.getByRole('button', { name: 'Checking…' }).waitFor();
    await page.keyboard.type('7');
    await expect.poll(() => codeField(page).inputValue()).toBe('123456');
    gate.open();
  });

  it('that was typed is forgotten when the window is hidden, and the field has the focus when it is back', async () => {
    const { page } = await openPromptWindow(states.waiting);
    await hasFocus(page, 'Token code');
    await page.keyboard.type('1234');
    await setVisibility(page, 'hidden');
    await expect.poll(() => codeField(page).inputValue()).toBe('');
    await setVisibility(page, 'visible');
    await hasFocus(page, 'Token code');
  });
});

describe('Esc', () => {
  it.each(['Token code', 'Use code'])('cancels the question with the focus on “%s”', async (control) => {
    const { page, main } = await openPromptWindow(states.waiting);
    await page.getByText(control).focus();
    await page.keyboard.press('Escape');
    await expect
      .poll(() => main.calls)
      .toEqual([{ name: 'cancelPrompt', request: { promptId: 'prompt-1' } }]);
  });

  it('does what the button Cancel does', async () => {
    const { page, main } = await openPromptWindow(states.waiting);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect
      .poll(() => main.calls)
      .toEqual([{ name: 'cancelPrompt', request: { promptId: 'prompt-1' } }]);
  });
});

describe('the device', () => {
  it('is picked from a list when there are several', async () => {
    const { page, main } = await openPromptWindow(states.devices);
    await page.getByLabel('MFA device').selectOption({ label: 'jane-phone' });
    await expect
      .poll(() => main.calls)
      .toEqual([
        {
          name: 'chooseDevice',
          request: { promptId: 'prompt-1', serialNumber: 'arn:aws:iam::123456789012:mfa/jane-phone' },
        },
      ]);
  });

  it('that AWS does not know is corrected in place of the code, with the keyboard alone', async () => {
    const { page, main } = await openPromptWindow(states['wrong-serial']);
    await problem(page).getByText('AWS knows no such MFA device').waitFor();
    expect(await codeField(page).count()).toBe(0);
    await hasFocus(page, 'Serial number of the MFA device');
    const corrected = 'arn:aws:iam::123456789012:mfa/jane.doe';
    main.answer(async ({ name }) => {
      if (name !== 'chooseDevice') return undefined;
      await main.publish(viewState({ prompts: [prompt({ serialNumber: corrected })] }));
      return { ok: true, value: undefined };
    });
    await page.keyboard.type(corrected);
    await page.keyboard.press('Enter');
    await hasFocus(page, 'Token code');
    expect(main.calls).toEqual([
      { name: 'chooseDevice', request: { promptId: 'prompt-1', serialNumber: corrected } },
    ]);
  });

  it('that was only guessed can be corrected, and back', async () => {
    const { page } = await openPromptWindow(promptStates.guess);
    await page.getByRole('button', { name: 'Not this device?' }).click();
    await expect.poll(() => page.getByLabel('Serial number of the MFA device').inputValue()).toBe(device);
    await page.getByRole('button', { name: 'Back to the code' }).click();
    await hasFocus(page, 'Token code');
  });
});

describe('several questions', () => {
  const two: ViewState = viewState({
    prompts: [
      prompt({ id: 'later', profile: 'build', openedAt: testNow + 1000 }),
      prompt({ id: 'earlier', openedAt: testNow }),
    ],
  });

  it('are asked one after another, the oldest first, each with an empty field', async () => {
    const { page, main } = await openPromptWindow(two);
    await page.getByRole('heading', { name: 'Code for dev' }).waitFor();
    await page.getByText('2 programs are waiting · 1 more after this').waitFor();
    await hasFocus(page, 'Token code');
    await page.keyboard.type('12345');
    await main.publish({ ...two, prompts: two.prompts.slice(0, 1) });
    await page.getByRole('heading', { name: 'Code for build' }).waitFor();
    await expect.poll(() => codeField(page).inputValue()).toBe('');
    await hasFocus(page, 'Token code');
    await page.keyboard.type('654321');
    await expect.poll(() => main.calls).toEqual([answer('654321', 'later')]);
  });
});
