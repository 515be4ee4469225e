import { describe, expect, test } from 'vitest';
import { alice } from '../../support/sts-simulator/example-world.ts';
import {
  aliceAndBob,
  LOCAL_CREDENTIALS,
  roleDocument,
  withStoredSecret,
  worldOfTest,
} from './support/service-world.ts';

const MINUTE = 60_000;
const withSerial = (configuration: string) =>
  configuration.replace('[aws]', `[aws]\nmfa_serial = ${alice.serialNumber}`);

/** Without a serial number the identity is looked up first, which already tells the time of AWS. */
const configurations = [
  ['looked up', (configuration: string) => configuration],
  ['configured', withSerial],
] as const;
const offsets = [
  ['3 minutes behind AWS', 3 * MINUTE],
  ['3 minutes ahead of AWS', -3 * MINUTE],
  ['2 hours behind AWS', 120 * MINUTE],
  ['2 hours ahead of AWS', -120 * MINUTE],
] as const;

describe.each(offsets)('a machine whose clock is %s', (clock, clockOffsetMs) => {
  describe.each(configurations)('with a serial number that is %s', (serial, adapt) => {
    const name = `${clock}-${serial}`.replaceAll(' ', '-');

    test('makes sessions with the stored secret', async () => {
      const configuration = adapt(withStoredSecret(aliceAndBob));
      const world = await worldOfTest({ name: `stored-${name}`, configuration, clockOffsetMs });
      const document = roleDocument(await world.send(LOCAL_CREDENTIALS));
      expectTwelveHours(document.Expiration, world.simulator.now());
      const { clockSkewMs, now } = await world.state();
      expect(Math.abs(clockSkewMs - clockOffsetMs)).toBeLessThan(MINUTE / 2);
      expect(Math.abs(now - world.simulator.now())).toBeLessThan(MINUTE / 2);
    });

    test('makes sessions with a code that a person types', async () => {
      const world = await worldOfTest({
        name: `typed-${name}`,
        configuration: adapt(aliceAndBob),
        clockOffsetMs,
      });
      const request = world.begin(LOCAL_CREDENTIALS);
      const { id } = await world.prompt();
      const answered = await world.manage('POST', `/prompts/${id}`, { code: world.code() });
      expect(answered.status).toBe(204);
      const document = roleDocument(await request.finished);
      expectTwelveHours(document.Expiration, world.simulator.now());
      // In the time of AWS, as the expiry is.
      expect(Math.abs(Date.parse(document.LastUpdated) - world.simulator.now())).toBeLessThan(MINUTE);
    });
  });
});

function expectTwelveHours(expiration: string, now: number): void {
  expect(Math.abs(Date.parse(expiration) - now - 12 * 60 * MINUTE)).toBeLessThan(MINUTE);
}
