import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { exampleWorld } from './example-world.ts';
import { startStsSimulator } from './server.ts';
import { parseWorld } from './world.ts';

/*
 * Runs the simulator in its own process: prints its URL on one line and stays until SIGTERM or SIGINT.
 * Usage: node test/support/sts-simulator/main.ts [--port N] [--fixture FILE.json]
 */
const { values } = parseArgs({
  options: { port: { type: 'string', default: '0' }, fixture: { type: 'string' } },
});

const readWorld = async (file: string) => {
  try {
    return parseWorld(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const world = values.fixture === undefined ? exampleWorld() : await readWorld(values.fixture);
const simulator = await startStsSimulator({ world, port: Number(values.port) });
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => simulator.close());
console.log(simulator.url);
