/** Signing in to the AWS console with the role of a profile. */
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { registerSecret } from '../../support/log-recorder.ts';
import { roles } from '../../support/sts-simulator/example-world.ts';
import { withStoredSecret, worldOfTest } from '../service/support/service-world.ts';
import { metafob } from './support/metafob-command.ts';

const silent = withStoredSecret();

/** What the sign-in endpoint says to whoever opens the address. */
async function visit(address: string): Promise<{ status: number; location: string | null }> {
  const { status, headers } = await fetch(address, { redirect: 'manual' });
  return { status, location: headers.get('location') };
}

test('the address signs in as the role of the profile', async () => {
  const world = await worldOfTest({ name: 'console', configuration: silent });
  const outcome = await metafob(['console', 'admin', '--json'], world.service.environment);
  const { url, roleArn } = JSON.parse(outcome.stdout);
  registerSecret(new URL(url).searchParams.get('SigninToken') ?? '');
  expect(roleArn).toBe(roles.administrator);
  expect(await visit(url)).toMatchObject({ status: 302, location: expect.stringContaining('console') });
  expect(world.simulator.calls('getSigninToken')).toHaveLength(1);
});

test('the session travels in the body of a request, never in an address', async () => {
  const world = await worldOfTest({ name: 'console-page', configuration: silent });
  const page = 'https://console.aws.amazon.com/s3/home';
  const outcome = await metafob(['console', 'admin', '--page', page], world.service.environment);
  const url = new URL(outcome.stdout.trim());
  registerSecret(url.searchParams.get('SigninToken') ?? '');
  expect([...url.searchParams.keys()].sort()).toEqual(['Action', 'Destination', 'Issuer', 'SigninToken']);
  expect(url.searchParams.get('Destination')).toBe(page);
});

test('a profile without a role is refused with the reason, and AWS is not asked', async () => {
  const world = await worldOfTest({ name: 'console-no-role', configuration: silent });
  const outcome = await metafob(['console', 'bob'], world.service.environment);
  expect(outcome).toMatchObject({ exitCode: 2, stdout: '' });
  expect(outcome.stderr).toContain('AWS lets only roles sign in');
  expect(world.simulator.calls('getSigninToken')).toEqual([]);
});

test('with --open the browser gets an address of this machine, and is led on once', async () => {
  const world = await worldOfTest({ name: 'console-open', configuration: silent });
  const folder = await mkdtemp(join(tmpdir(), 'metafob-browser-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const browser = join(folder, 'browser');
  const seen = join(folder, 'seen');
  const script = `#!/bin/sh\necho "$1" > ${seen}\ncurl -s -o /dev/null -w '%{redirect_url}' "$1" > ${seen}.target\n`;
  await writeFile(browser, script);
  await chmod(browser, 0o700);
  const outcome = await metafob(['console', 'admin', '--open'], {
    ...world.service.environment,
    BROWSER: browser,
  });
  expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
  expect(outcome.stdout).not.toContain('SigninToken');
  const address = (await readFile(seen, 'utf8')).trim();
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{32}$/);
  expect(await fetch(address).catch(() => 'closed')).toBe('closed');
  const target = await readFile(`${seen}.target`, 'utf8');
  registerSecret(new URL(target).searchParams.get('SigninToken') ?? '');
  expect(await visit(target)).toMatchObject({ status: 302 });
});
