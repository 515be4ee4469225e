/** The page in front of the real service, which talks to the simulator of AWS. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SessionResponse } from '../../src/shared/manage-api.ts';
import {
  failureDocument,
  LOCAL_CREDENTIALS,
  roleDocument,
  type ServiceWorld,
  withActive,
  worldOfTest,
} from '../integration/service/support/service-world.ts';
import { registerSecret } from '../support/log-recorder.ts';
import { startServiceUnderTest } from '../support/running-service.ts';
import { accessibilityProblems } from './support/accessibility.ts';
import type { ManagePageDriver } from './support/manage-page-driver.ts';
import { useRealPages } from './support/real-service.ts';

const pages = useRealPages();

/** Alice's role `admin`, which needs a code, or bob, who needs none, is in use. */
const openWith = async (profile: 'admin' | 'bob') => {
  const configuration = withActive(profile);
  const world = await worldOfTest({ name: 'manage-page', configuration });
  return { world, configuration, driver: await pages.open(world.service.url) };
};

/** A code that alice's device does not show around now. */
const wrongCode = (world: ServiceWorld): string => {
  const wrong = world.code().startsWith('0') ? '918273' : '081726';
  registerSecret(wrong);
  return wrong;
};

const startSession = async (driver: ManagePageDriver, profile: string, code: string): Promise<void> => {
  await driver.button(profile, 'Start session').click();
  await driver.page.getByRole('dialog', { name: `Code for ${profile}` }).waitFor();
  await driver.typeCode(code);
  await driver.sessionState(profile).getByText('Active').waitFor();
  await driver.prompt.waitFor({ state: 'detached' });
};

/** Resolves with what the service says about the profile in use. */
const sessionInUse = async (world: ServiceWorld): Promise<SessionResponse> =>
  SessionResponse.parse((await world.manage('GET', '/session')).json());

describe('a program that needs a code', () => {
  it('brings up the dialog, is not let go on by a wrong code, and gets credentials with the right one', async () => {
    const { world, driver } = await openWith('admin');
    const program = world.begin(LOCAL_CREDENTIALS);
    await driver.prompt.getByText('1 program is waiting').waitFor();
    expect(await driver.prompt.innerText()).toContain('Code for admin');

    await driver.typeCode(wrongCode(world));
    await driver.promptProblem.getByText('AWS did not accept this code.').waitFor();
    expect(await accessibilityProblems(driver.page)).toEqual([]);

    const code = world.code();
    await driver.paste(`${code.slice(0, 3)} ${code.slice(3)}`);
    await driver.prompt.waitFor({ state: 'detached' });
    const { AccessKeyId } = roleDocument(await program.finished);
    expect((await sessionInUse(world)).session?.accessKey).toBe(AccessKeyId);
    await driver.sessionState('admin').getByText('Active').waitFor();
    expect(await driver.expiry('admin').innerText()).toMatch(/(1 h|59 min) left/);
    expect(await accessibilityProblems(driver.page)).toEqual([]);
  });

  it('waits for the next code when the one before was used already', async () => {
    const { world, driver } = await openWith('admin');
    const used = world.code();
    await startSession(driver, 'admin', used);
    await driver.button('admin', 'Clear').click();
    await driver.sessionState('admin').getByText('No session').waitFor();

    const program = world.begin(LOCAL_CREDENTIALS);
    await driver.typeCode(used);
    await driver.promptProblem.getByText('This code was used already').waitFor();
    await driver.prompt.getByText(/^(Next code in \d+ s|Your device shows a new code now\.)$/).waitFor();
    expect(world.simulator.calls('GetSessionToken')).toHaveLength(1);

    // Half a minute passes for AWS and the device.
    world.simulator.clockOffsetMs = 30_000;
    await driver.typeCode(world.code());
    await driver.prompt.waitFor({ state: 'detached' });
    expect(roleDocument(await program.finished).Code).toBe('Success');
  });

  it('is told when the person cancels', async () => {
    const { world, driver } = await openWith('admin');
    const program = world.begin(LOCAL_CREDENTIALS);
    await driver.prompt.getByRole('button', { name: 'Cancel' }).click();
    await driver.prompt.waitFor({ state: 'detached' });
    expect(failureDocument(await program.finished).Message).toContain('was cancelled');
    await driver.profile('admin').getByText('The question for the MFA code was cancelled.').waitFor();
    await driver.button('admin', 'Try again').waitFor();
  });
});

describe('a session', () => {
  it('is started by the button without a program, and cleared', async () => {
    const { world, driver } = await openWith('admin');
    await startSession(driver, 'deploy', world.code());
    expect((await world.state()).activeProfile).toBe('admin');
    await driver.button('deploy', 'Clear').click();
    await driver.sessionState('deploy').getByText('No session').waitFor();
    const deploy = (await world.state()).profiles.find(({ name }) => name === 'deploy');
    expect(deploy?.session).toEqual({ state: 'none' });
  });

  it('of another profile is what programs get after switching to it', async () => {
    const { world, driver } = await openWith('admin');
    await driver.button('bob', 'Use').click();
    await driver.button('bob', 'In use').waitFor();
    const { AccessKeyId } = roleDocument(await world.send(LOCAL_CREDENTIALS));
    const { profile, session } = await sessionInUse(world);
    expect([profile.name, session?.accessKey]).toEqual(['bob', AccessKeyId]);
    await driver.sessionState('bob').getByText('Active').waitFor();
  });

  it('is shown with the credentials that the manage API gives, and hidden again', async () => {
    const { world, driver } = await openWith('bob');
    roleDocument(await world.send(LOCAL_CREDENTIALS));
    const { session } = await sessionInUse(world);
    if (session === undefined) throw new Error('Bob has no session.');
    const { accessKey, secretKey, sessionToken } = session;
    const shown = driver.page.getByRole('region', { name: 'Credentials of bob' });

    await driver.button('bob', 'Show credentials').click();
    expect(await shown.locator('code').allInnerTexts()).toEqual([accessKey, secretKey, sessionToken]);
    await driver.button('bob', 'Hide credentials').click();
    await shown.waitFor({ state: 'detached' });
    const content = await driver.page.content();
    for (const secret of [secretKey, sessionToken]) expect(content).not.toContain(secret);
  });
});

describe('a second tab', () => {
  it('follows what is done in the first', async () => {
    const { world, driver } = await openWith('admin');
    const other = await pages.openBeside(driver, world.service.url);
    const program = world.begin(LOCAL_CREDENTIALS);
    await other.prompt.waitFor();
    await driver.page.bringToFront();
    await driver.typeCode(world.code());
    roleDocument(await program.finished);
    await other.prompt.waitFor({ state: 'detached' });
    await other.sessionState('admin').getByText('Active').waitFor();
    await driver.button('bob', 'Use').click();
    await other.button('bob', 'In use').waitFor();
  });
});

describe('a restart of the service', () => {
  it('is noticed, and mended by reloading the page', async () => {
    const { world, configuration, driver } = await openWith('bob');
    await world.service.stop();
    await driver.connection('Not connected').waitFor();
    await driver.page.getByText('The connection to Metafob is lost.').waitFor();

    const restarted = await startServiceUnderTest({
      name: 'manage-page-restarted',
      configuration,
      simulatorUrl: world.simulator.url,
      arguments: ['--port', new URL(world.service.url).port],
    });
    onTestFinished(() => restarted.stop().then(() => undefined));
    // The cookie is that of the service before.
    await driver.page.waitForResponse(
      (answer) => answer.url().endsWith('/events') && answer.status() === 401,
    );
    await driver.connection('Not connected').waitFor();
    await driver.page.getByRole('button', { name: 'Reload' }).click();
    await driver.connection('Connected').waitFor();
    await driver.button('bob', 'Start session').click();
    await driver.sessionState('bob').getByText('Active').waitFor();
  });
});

describe('a page of another origin in the same browser', () => {
  /** From another port: the same site to a browser, which gives it the cookie of the manage page as well. */
  const openForeignPage = async (driver: ManagePageDriver): Promise<Page> => {
    const cookies: (string | undefined)[] = [];
    const server = createServer(({ headers }, response) => {
      cookies.push(headers.cookie);
      response.setHeader('Content-Type', 'text/html').end('<!doctype html>');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The server does not listen.');
    const page = await driver.page.context().newPage();
    await page.goto(`http://127.0.0.1:${address.port}/manage`);
    expect(cookies[0]).toContain('=');
    return page;
  };

  /** Status of the answer to a request that a browser sends, with cookie, without asking the service first. */
  const send = async (page: Page, url: string, form?: string): Promise<number> => {
    const answered = page.waitForResponse(url);
    await page.evaluate(
      async ([target, body]) => {
        const request = body === undefined ? {} : { method: 'POST', body: new URLSearchParams(body) };
        await fetch(target, { ...request, mode: 'no-cors', credentials: 'include' });
      },
      [url, form] as const,
    );
    return (await answered).status();
  };

  /** Whether a script may look at the answer. */
  const canRead = (page: Page, url: string): Promise<boolean> =>
    page.evaluate(async (target) => {
      try {
        await (await fetch(target, { credentials: 'include' })).text();
        return true;
      } catch {
        return false;
      }
    }, url);

  it('changes nothing', async () => {
    const { world, driver } = await openWith('bob');
    roleDocument(await world.send(LOCAL_CREDENTIALS));
    const before = await sessionInUse(world);
    const foreign = await openForeignPage(driver);
    expect(await send(foreign, `${world.service.url}/manage/session`, 'profile=admin')).toBe(403);
    expect(await sessionInUse(world)).toEqual(before);
    await driver.button('bob', 'In use').waitFor();
  });

  it('reads nothing', async () => {
    const { world, driver } = await openWith('bob');
    const foreign = await openForeignPage(driver);
    for (const path of ['/manage/state', '/manage/profiles', '/manage/session', LOCAL_CREDENTIALS]) {
      const url = `${world.service.url}${path}`;
      expect(await send(foreign, url)).toBe(403);
      expect(await canRead(foreign, url)).toBe(false);
    }
    // As the bob of this test needs no code, a request that was let in would have made a session.
    expect(world.simulator.calls()).toEqual([]);
  });
});
