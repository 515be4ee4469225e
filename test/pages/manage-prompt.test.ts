import { describe, expect, it } from 'vitest';
import type { FakeManageServer } from './support/fake-manage-server.ts';
import { closedGate } from './support/gate.ts';
import { useManagePage } from './support/manage-page-fixture.ts';
import { device, prompt, states, testNow, viewState } from './support/states.ts';

const openManagePage = useManagePage();

const answers = (server: FakeManageServer): readonly unknown[] =>
  server.requests.filter(({ path }) => path.startsWith('/manage/prompts/'));

const answered = (code: string) => ({ method: 'POST', path: '/manage/prompts/prompt-1', body: { code } });

describe('a prompt', () => {
  it('comes to the front by an event, with the focus on the field, and shows in the title', async () => {
    const { server, driver, page } = await openManagePage(states.none);
    expect(await driver.prompt.count()).toBe(0);
    expect(await page.title()).toBe('dev – Metafob');
    server.publish(states.waiting);
    await driver.prompt.waitFor();
    await expect.poll(() => driver.hasFocus(driver.codeField)).toBe(true);
    expect(await page.title()).toBe('● Code wanted – Metafob');
  });

  it('asks for a one-time code with digit keys', async () => {
    const { driver } = await openManagePage(states.waiting);
    expect(await driver.codeField.getAttribute('inputmode')).toBe('numeric');
    expect(await driver.codeField.getAttribute('autocomplete')).toBe('one-time-code');
  });

  it('submits by itself on the sixth digit, leading zeros kept', async () => {
    const { server, driver } = await openManagePage(states.waiting);
    await driver.typeCode('00420');
    expect(answers(server)).toEqual([]);
    await driver.typeCode('7');
    await expect.poll(() => answers(server)).toEqual([answered('004207')]);
  });

  it.each(['123 456', '123-456', ' 123456\n'])('takes %j from the clipboard as 123456', async (copied) => {
    const { server, driver } = await openManagePage(states.waiting);
    await driver.typeCode('9');
    await driver.paste(copied);
    await expect.poll(() => answers(server)).toEqual([answered('123456')]);
  });

  it('never cuts a code out of a longer number', async () => {
    const { server, driver } = await openManagePage(states.waiting);
    await driver.paste('123456789012');
    await expect.poll(() => driver.promptProblem.innerText()).toBe('A code has six digits; this has 12.');
    expect(answers(server)).toEqual([]);
  });

  it('says what is missing when Enter is pressed too early', async () => {
    const { server, driver, page } = await openManagePage(states.waiting);
    await driver.typeCode('123');
    await page.keyboard.press('Enter');
    await expect.poll(() => driver.promptProblem.innerText()).toBe('A code has six digits; this has 3.');
    expect(answers(server)).toEqual([]);
  });

  it('stays open after a wrong code, says why, and selects the text so that typing replaces it', async () => {
    const { server, driver } = await openManagePage(states.waiting);
    const message = 'AWS refused the code.';
    server.answer(({ body }) => {
      if (JSON.stringify(body) !== '{"code":"111111"}') return undefined;
      server.publish(
        viewState({ ...states.waiting, prompts: [prompt({ problem: { kind: 'bad-code', message } })] }),
      );
      return { status: 400, body: { error: { kind: 'bad-code', message } } };
    });
    await driver.typeCode('111111');
    await expect.poll(() => driver.promptProblem.innerText()).toBe(message);
    await expect.poll(() => driver.codeField.inputValue()).toBe('111111');
    await driver.typeCode('222222');
    await expect.poll(() => answers(server)).toEqual([answered('111111'), answered('222222')]);
  });

  it('sends a code once, and shows that it is being checked', async () => {
    const { server, driver, page } = await openManagePage(states.waiting);
    const gate = closedGate();
    server.answer(async () => {
      await gate.passed;
      return undefined;
    });
    await driver.typeCode('123456');
    await driver.prompt.getByRole('button', { name: 'Checking…' }).waitFor();
    await page.keyboard.press('Enter');
    gate.open();
    await driver.prompt.getByRole('button', { name: 'Use code' }).waitFor();
    expect(answers(server)).toHaveLength(1);
  });

  it('counts down to the next code after a used one', async () => {
    const { driver, page } = await openManagePage(states['used-code'], { controlTimers: true });
    const countdown = driver.prompt.locator('.next-code');
    expect(await countdown.innerText()).toBe('Next code in 14 s');
    await page.clock.runFor(9000);
    await expect.poll(() => countdown.innerText()).toBe('Next code in 5 s');
    await page.clock.runFor(6000);
    await expect.poll(() => countdown.innerText()).toBe('Your device shows a new code now.');
  });

  it('is cancelled by Esc, and goes when the service has cancelled it', async () => {
    const { server, driver, page } = await openManagePage(states.waiting);
    await driver.codeField.waitFor();
    await page.keyboard.press('Escape');
    await expect
      .poll(() => answers(server))
      .toEqual([{ method: 'DELETE', path: '/manage/prompts/prompt-1', body: undefined }]);
    await driver.prompt.waitFor();
    server.publish(states.none);
    await driver.prompt.waitFor({ state: 'detached' });
  });

  it('closes by itself when the session comes by another way', async () => {
    const { server, driver } = await openManagePage(states.waiting);
    await driver.prompt.waitFor();
    server.publish(states.active);
    await driver.prompt.waitFor({ state: 'detached' });
    expect(await driver.sessionState('dev').innerText()).toBe('Active');
    expect(answers(server)).toEqual([]);
  });

  it('says that Metafob does not answer, and can be tried again', async () => {
    const { server, driver, page } = await openManagePage(states.waiting);
    await page.route('**/manage/prompts/*', (route) => route.abort());
    await driver.typeCode('123456');
    await expect.poll(() => driver.promptProblem.innerText()).toContain('Metafob does not answer.');
    await page.unroute('**/manage/prompts/*');
    await page.keyboard.press('Enter');
    await expect.poll(() => answers(server)).toEqual([answered('123456')]);
  });
});

describe('several prompts', () => {
  it('are asked one after another, the oldest first, each with an empty field', async () => {
    const { server, driver } = await openManagePage(states.none);
    const second = prompt({ id: 'prompt-2', profile: 'build', profiles: ['build'], openedAt: testNow + 1 });
    server.publish(viewState({ prompts: [second, prompt()] }));
    await driver.page.getByRole('dialog', { name: 'Code for dev' }).waitFor();
    expect(await driver.prompt.innerText()).toContain('2 codes are wanted, one after another');
    await driver.typeCode('12');
    server.publish(viewState({ prompts: [second] }));
    await driver.page.getByRole('dialog', { name: 'Code for build' }).waitFor();
    await expect.poll(() => driver.codeField.inputValue()).toBe('');
    await driver.typeCode('654321');
    await expect
      .poll(() => answers(server))
      .toEqual([{ method: 'POST', path: '/manage/prompts/prompt-2', body: { code: '654321' } }]);
  });
});

describe('the MFA device of a prompt', () => {
  it('can be picked when there are several', async () => {
    const { server, driver } = await openManagePage(states.devices);
    expect(await driver.prompt.getByLabel('jane', { exact: true }).isChecked()).toBe(true);
    server.answer(() => {
      const chosen = prompt({ devices: [device, `${device}-phone`], serialNumber: `${device}-phone` });
      server.publish(viewState({ ...states.devices, prompts: [chosen] }));
      return undefined;
    });
    await driver.prompt.getByLabel('jane-phone').click();
    await expect.poll(() => driver.prompt.getByLabel('jane-phone').isChecked()).toBe(true);
    await expect
      .poll(() => answers(server))
      .toEqual([
        { method: 'POST', path: '/manage/prompts/prompt-1', body: { serialNumber: `${device}-phone` } },
      ]);
  });

  it('can be corrected when its serial number is a guess or wrong', async () => {
    const { server, driver } = await openManagePage(states['wrong-serial']);
    const field = driver.prompt.getByLabel('Serial number of the MFA device');
    await expect.poll(() => field.inputValue()).toBe(device);
    await field.fill('GAHT12345678');
    await field.press('Enter');
    await expect
      .poll(() => answers(server))
      .toEqual([
        { method: 'POST', path: '/manage/prompts/prompt-1', body: { serialNumber: 'GAHT12345678' } },
      ]);
  });
});
