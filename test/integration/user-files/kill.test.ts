import { afterAll, beforeAll, describe, test } from 'vitest';
import { exampleWorld } from '../../support/sts-simulator/example-world.ts';
import { type StsSimulator, startStsSimulator } from '../../support/sts-simulator/server.ts';
import { killCases, killOnce, measure } from './kill-cases.ts';

/** Few of each kind, spread evenly over the time that a command takes, and closely over that of its changes; `helper-scripts/kill-loop.mjs` does many. */
const kills = 5;

let simulator: StsSimulator;

beforeAll(async () => {
  simulator = await startStsSimulator({ world: exampleWorld() });
});
afterAll(() => simulator.close());

describe('a command that changes files, killed at any moment', () => {
  test.each(killCases)(
    '$name leaves working files and loses nothing',
    { timeout: 120_000 },
    async (killCase) => {
      // The first run of a program is slower than the next.
      await measure(killCase, simulator);
      const duration = await measure(killCase, simulator);
      for (let count = 0; count < kills; count += 1) {
        await killOnce(killCase, simulator, { after: 'start', delay: (duration * (count + 0.5)) / kills });
        await killOnce(killCase, simulator, { after: 'first change', delay: count * 5 });
      }
    },
  );
});
