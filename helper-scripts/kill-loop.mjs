/**
 * Kills each command that changes files of the user many times, at random moments, and looks whether a file
 * lost anything: `node helper-scripts/kill-loop.mjs [--times 200] [--command bin/metafob.js] [--only rotate]`.
 * Prints a line per command; the exit code is 1 when anything was lost. `--command` runs what was built.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { killCases, killOnce, measure } from '../test/integration/user-files/kill-cases.ts';
import { exampleWorld } from '../test/support/sts-simulator/example-world.ts';
import { startStsSimulator } from '../test/support/sts-simulator/server.ts';

const { values } = parseArgs({
  options: {
    times: { type: 'string', default: '200' },
    command: { type: 'string' },
    only: { type: 'string' },
  },
});
const command = values.command === undefined ? undefined : resolve(values.command);
const simulator = await startStsSimulator({ world: exampleWorld() });

const run = async (killCase) => {
  // The first run of a program is slower than the next.
  await measure(killCase, simulator, command);
  const duration = await measure(killCase, simulator, command);
  const counts = {};
  for (let count = 0; count < Number(values.times); count += 1) {
    try {
      // Half of them while it changes files, which is a small part of its time.
      const isEarly = count % 2 === 0;
      const moment = isEarly
        ? { after: 'start', delay: Math.random() * duration }
        : { after: 'first change', delay: Math.random() * 60 };
      const outcome = await killOnce(killCase, simulator, moment, command);
      counts[outcome] = (counts[outcome] ?? 0) + 1;
    } catch (error) {
      counts.lost = (counts.lost ?? 0) + 1;
      process.exitCode = 1;
      console.error(String(error));
    }
  }
  const texts = Object.entries(counts).map(([outcome, count]) => `${outcome} ${count}`);
  console.log(`${killCase.name} (${Math.round(duration)} ms), ${values.times} kills: ${texts.join(', ')}`);
};

for (const killCase of killCases) {
  if (values.only === undefined || killCase.name === values.only) await run(killCase);
}
await simulator.close();
