import { expect, onTestFinished, test } from 'vitest';
import { launchBrowser } from '../pages/support/browser.ts';
import { ManagePageDriver } from '../pages/support/manage-page-driver.ts';
import { alice } from '../support/sts-simulator/example-world.ts';
import { findAwsClients } from './support/aws-clients.ts';
import { arnOf, callsOfClients, untilWaiting } from './support/callers.ts';
import { clientEnvironment } from './support/client-environment.ts';
import { clientWorld } from './support/client-world.ts';
import { realTimeUntil } from './support/real-time.ts';

const clients = findAwsClients();

test('a code typed in the page eight seconds after the start answers every client', async () => {
  const world = await clientWorld({ name: 'page-answers-clients' });
  const browser = await launchBrowser();
  onTestFinished(() => browser.close());
  const driver = new ManagePageDriver(await browser.newPage());
  await driver.open(world.service.url);

  const environment = await clientEnvironment(world);
  const startedAt = Date.now();
  const calls = clients.map((client) => client.getCallerIdentity(environment));
  await untilWaiting(world, clients.length, calls);
  await driver.prompt.waitFor();
  // The clients count these seconds by the machine's clock, see real-time.ts.
  await realTimeUntil(startedAt + 8_000);
  await driver.typeCode(world.code());

  expect((await Promise.all(calls)).map(arnOf)).toEqual(clients.map(() => alice.arn));
  await driver.prompt.waitFor({ state: 'hidden' });
  expect(await driver.sessionState('default').textContent()).toBe('Active');
  expect(new Set(callsOfClients(world).map(({ accessKeyId }) => accessKeyId)).size).toBe(1);
  expect(world.simulator.calls('GetSessionToken')).toHaveLength(1);
});
