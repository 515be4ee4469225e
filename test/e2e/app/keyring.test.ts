/** The built app with a real keyring (GNOME Keyring on a D-Bus session of its own). */
import { expect, onTestFinished, test } from 'vitest';
import { roleDocument } from '../../integration/service/support/service-world.ts';
import { registerSecret } from '../../support/log-recorder.ts';
import { startSecretService } from '../../support/secret-service.ts';
import { alice } from '../../support/sts-simulator/example-world.ts';
import { startDesktop } from '../support/desktop-world.ts';

test('a stored secret answers programs silently; when the keyring is locked, the window says so and takes a code', async () => {
  const session = await startSecretService({ keyring: 'unlocked' });
  onTestFinished(() => session.stop());
  registerSecret(alice.mfaSecret);
  const world = await startDesktop({
    name: 'desktop-keyring',
    wish: '--show',
    secrets: 'keychain',
    environment: { DBUS_SESSION_BUS_ADDRESS: session.environment.DBUS_SESSION_BUS_ADDRESS ?? '' },
  });
  const page = await world.dashboard();
  await page.getByRole('link', { name: 'MFA secrets' }).click();
  await page.getByRole('button', { name: 'Add the secret of admin' }).click();
  await page.getByLabel('MFA secret of admin').fill(alice.mfaSecret);
  await page.getByRole('button', { name: 'Store secret' }).click();
  await page.getByText('Stored: Metafob makes the codes.').first().waitFor();
  roleDocument(await (await world.ask()).finished);
  expect(await world.app().windowState('prompt')).toMatchObject({ visible: false });

  await session.lock();
  await world.app().clickTray('Clear session');
  const program = await world.ask();
  const popUp = await world.popUp();
  await popUp.getByText('The keychain with the MFA secret is locked').waitFor();
  // Half a minute passes for AWS and the device: the code before was used.
  world.simulator.clockOffsetMs = 30_000;
  await popUp.getByLabel('Token code').fill(world.code());
  roleDocument(await program.finished);
  expect(session.promptWasOpened()).toBe(false);
});
