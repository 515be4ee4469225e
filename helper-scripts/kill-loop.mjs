/**
 * Kills each command that changes files of the user many times, at random moments, looks whether a file lost
 * anything, and runs it again to its end: `node helper-scripts/kill-loop.mjs [--times 200] [--at-once 2]
 * [--command bin/metafob.js] [--only rotate]…`. Prints a line per command; the exit code is 1 when anything was
 * lost or could not be run again. `--command` runs what was built. Stopped early by SIGINT or SIGTERM, it prints
 * what it has counted.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { killOnce, measure } from '../test/integration/user-files/kill.ts';
import { startKillWorld } from '../test/integration/user-files/kill-case.ts';
import { killCases } from '../test/integration/user-files/kill-cases.ts';

const { values } = parseArgs({
  options: {
    times: { type: 'string', default: '200' },
    'at-once': { type: 'string', default: '2' },
    command: { type: 'string' },
    only: { type: 'string', multiple: true },
  },
});
const command = values.command === undefined ? undefined : resolve(values.command);
const times = Number(values.times);

let isStopped = false;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    isStopped = true;
  });
}

const fail = (error) => {
  // The same signal may have ended the service and the command.
  if (isStopped) return;
  process.exitCode = 1;
  console.error(String(error));
};

/** Half of them while it changes files, which is a small part of its time. */
const randomMoment = (count, { total, changing }) =>
  count % 2 === 0
    ? { after: 'start', delay: Math.round(Math.random() * total) }
    : { after: 'first change', delay: Math.round(Math.random() * changing) };

const run = async (killCase, world) => {
  // The first run of a program is slower than the next.
  await measure(killCase, world, command);
  const duration = await measure(killCase, world, command);
  const counts = {};
  const add = (outcome) => {
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  };
  let kills = 0;
  for (; kills < times && !isStopped; kills += 1) {
    try {
      const { files, hadToObey } = await killOnce(killCase, world, randomMoment(kills, duration), command);
      add(files);
      if (hadToObey) add('run again only after doing what the command said');
    } catch (error) {
      if (isStopped) break;
      add('faults');
      fail(error);
    }
  }
  const texts = Object.entries(counts).map(([outcome, count]) => `${outcome} ${count}`);
  const milliseconds = `${Math.round(duration.total)} ms, changing for ${Math.round(duration.changing)}`;
  console.log(`${killCase.name} (${milliseconds}), ${kills} kills: ${texts.join(', ')}`);
};

const waiting = killCases.filter(({ name }) => values.only === undefined || values.only.includes(name));

/** Commands do not disturb each other: each lane has an AWS and a service of its own. */
const runLane = async () => {
  const world = await startKillWorld();
  for (let next = waiting.shift(); next !== undefined && !isStopped; next = waiting.shift()) {
    await run(next, world).catch(fail);
  }
  await world.close();
};

await Promise.all(Array.from({ length: Number(values['at-once']) }, runLane));
