import { describe, expect, it } from 'vitest';
import { useManagePage } from './support/manage-page-fixture.ts';
import { profile, states, viewState } from './support/states.ts';

const openManagePage = useManagePage();

const codeNeeded = {
  status: 409,
  body: { error: { kind: 'code-needed', message: 'This profile needs a token code.' } },
};

describe('switching', () => {
  it('takes one click and keeps the order of the profiles', async () => {
    const { server, driver, page } = await openManagePage(states.none);
    server.answer(({ path }) => {
      if (path === '/manage/session') {
        const profiles = states.none.profiles.map((one) => ({ ...one, active: one.name === 'build' }));
        server.publish(viewState({ activeProfile: 'build', profiles }));
      }
      return undefined;
    });
    await driver.button('build', 'Use build').click();
    await driver.button('build', 'In use').waitFor();
    expect(server.requests).toEqual([
      { method: 'POST', path: '/manage/session', body: { profile: 'build' } },
    ]);
    expect(await page.getByRole('article').getByRole('heading').allInnerTexts()).toEqual([
      'dev',
      'staging-readonly',
      'build',
    ]);
    expect(await page.getByRole('main').innerText()).toContain(
      'Programs on this computer get credentials of build.',
    );
  });

  it('encodes names that have meaning in a URL', async () => {
    const odd = profile({ name: 'a/b ?ü' });
    const { server, driver } = await openManagePage(viewState({ profiles: [odd] }));
    await driver.button(odd.name, 'Start session').click();
    await expect
      .poll(() => server.requests.map(({ path }) => path))
      .toEqual(['/manage/profiles/a/b ?ü/session']);
  });
});

describe('starting a session', () => {
  it('with nothing but the keyboard asks for the code that is missing, and sends it', async () => {
    const { server, driver, page } = await openManagePage(states.none);
    server.answer(({ body }) => {
      if (JSON.stringify(body) === '{}') return codeNeeded;
      server.publish(states.active);
      return undefined;
    });
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await driver.typeCode('000123');
    await driver.prompt.waitFor({ state: 'detached' });
    expect(server.requests).toEqual([
      { method: 'POST', path: '/manage/profiles/dev/session', body: {} },
      { method: 'POST', path: '/manage/profiles/dev/session', body: { token: '000123' } },
    ]);
    // The focus is back where it was, on a button that now says something else.
    await expect.poll(() => driver.hasFocus(driver.button('dev', 'Renew for dev'))).toBe(true);
  });

  it('keeps asking after a wrong code, and stops on Esc', async () => {
    const { server, driver, page } = await openManagePage(states.none);
    server.answer(({ body }) =>
      JSON.stringify(body) === '{}'
        ? codeNeeded
        : { status: 400, body: { error: { kind: 'bad-code', message: 'AWS refused the code.' } } },
    );
    await driver.button('dev', 'Start session').click();
    await driver.typeCode('123456');
    await expect.poll(() => driver.promptProblem.innerText()).toBe('AWS refused the code.');
    await page.keyboard.press('Escape');
    await driver.prompt.waitFor({ state: 'detached' });
  });

  it('is asked no more when the session comes by another way', async () => {
    const { server, driver } = await openManagePage(states.none);
    server.answer(() => codeNeeded);
    await driver.button('dev', 'Start session').click();
    await driver.prompt.waitFor();
    server.publish(states.active);
    await driver.prompt.waitFor({ state: 'detached' });
  });

  it('gives way to the prompt of a program, and comes back after it', async () => {
    const { server, page, driver } = await openManagePage(states.none);
    server.answer(() => codeNeeded);
    await driver.button('staging-readonly', 'Start session').click();
    await page.getByRole('dialog', { name: 'Code for staging-readonly' }).waitFor();
    server.publish(states.waiting);
    await page.getByRole('dialog', { name: 'Code for dev' }).waitFor();
    expect(await driver.prompt.count()).toBe(1);
    server.publish(states.active);
    await page.getByRole('dialog', { name: 'Code for staging-readonly' }).waitFor();
  });

  it('can be tried again after a failure, and says why it fails once more', async () => {
    const { server, driver } = await openManagePage(states.failed);
    server.answer(() => ({
      status: 502,
      body: { error: { kind: 'network', message: 'AWS cannot be reached.' } },
    }));
    await driver.button('dev', 'Try again').click();
    await driver.profile('dev').getByText('AWS cannot be reached.').waitFor();
  });
});

describe('clearing', () => {
  it('ends the session and leaves the focus in the profile', async () => {
    const { server, driver } = await openManagePage(states.active);
    server.answer(() => {
      server.publish(states.none);
      return undefined;
    });
    await driver.button('dev', 'Clear').click();
    await expect.poll(() => driver.sessionState('dev').innerText()).toBe('No session');
    expect(server.requests).toEqual([
      { method: 'DELETE', path: '/manage/profiles/dev/session', body: undefined },
    ]);
    await expect.poll(() => driver.hasFocus(driver.button('dev', 'Start session for dev'))).toBe(true);
  });
});

describe('connecting a program', () => {
  it('shows and copies the line with the address of this page', async () => {
    const { server, page } = await openManagePage(states.none);
    const line = `export AWS_EC2_METADATA_SERVICE_ENDPOINT=${server.url}/`;
    const section = page.getByRole('region', { name: 'Connect a program' });
    expect(await section.locator('code').innerText()).toBe(line);
    await section.getByRole('button', { name: 'Copy' }).click();
    await section.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(line);
  });
});

describe('the connection', () => {
  it('when lost is told, and comes back by itself with the newest state', async () => {
    const { server, driver, page } = await openManagePage(states.none);
    server.disconnect();
    await driver.connection('Not connected').waitFor();
    await page.getByText('The connection to Metafob is lost.').waitFor();
    server.publish(states.active);
    server.reconnect();
    await driver.connection('Connected').waitFor();
    expect(await driver.sessionState('dev').innerText()).toBe('Active');
    expect(await page.getByText('The connection to Metafob is lost.').count()).toBe(0);
  });

  it('is tried at once when the page is shown again', async () => {
    const { server, driver } = await openManagePage(states.none, { controlTimers: true });
    server.disconnect();
    await driver.connection('Not connected').waitFor();
    server.reconnect();
    await driver.setVisibility('visible');
    await driver.connection('Connected').waitFor();
  });
});
