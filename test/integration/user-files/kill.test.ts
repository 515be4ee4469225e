import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { killOnce, measure } from './kill.ts';
import { type KillWorld, startKillWorld } from './kill-case.ts';
import { killCases } from './kill-cases.ts';

/**
 * Few of each kind, spread evenly over the time that a command takes, and over that of its changes;
 * `helper-scripts/kill-loop.mjs` does many.
 */
const kills = 2;
/** Built, because that starts so much faster. */
const command = fileURLToPath(new URL('../../../bin/metafob.js', import.meta.url));

let world: KillWorld;

beforeAll(async () => {
  world = await startKillWorld();
});
afterAll(() => world.close());

describe('a command that changes files, killed at any moment', () => {
  test.each(killCases)(
    '$name leaves working files, loses nothing, and can be run again',
    { timeout: 120_000 },
    async (killCase) => {
      const { total, changing } = await measure(killCase, world, command);
      for (let count = 0; count < kills; count += 1) {
        const part = (count + 0.5) / kills;
        await killOnce(killCase, world, { after: 'start', delay: total * part }, command);
        await killOnce(killCase, world, { after: 'first change', delay: changing * part }, command);
      }
    },
  );
});
