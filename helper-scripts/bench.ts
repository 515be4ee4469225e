/**
 * Measures the built service beside a bare node:http server that gives the same answers, and compares the
 * figures with the targets of docs/performance.md. Needs Linux, wrk for the load, Chromium and Xvfb for the pop-up.
 *
 *     node helper-scripts/bench.ts [--thorough] [--write] [--only PART]…
 *
 * --thorough takes more and longer rounds; --write puts the result into docs/performance.md.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exampleWorld } from '../test/support/sts-simulator/example-world.ts';
import { startStsSimulator } from '../test/support/sts-simulator/server.ts';
import { measureColdStart } from './bench/cold-start.ts';
import { findCores, isInstalled } from './bench/cores.ts';
import { measureIdle } from './bench/idle.ts';
import { measureMemory } from './bench/memory.ts';
import { measurePopup, whyNoPopup } from './bench/popup.ts';
import { canMeasureProcesses } from './bench/process-metrics.ts';
import { machineOf, replaceSection, tableOf } from './bench/report.ts';
import type { Setting } from './bench/setting.ts';
import { type Results, rowsOf } from './bench/targets.ts';
import { measureThroughput } from './bench/throughput.ts';
import { measureWaiting } from './bench/waiting.ts';

/** Load average above which other programs disturb. */
const BUSY = 0.5;

const page = join(import.meta.dirname, '..', 'docs', 'performance.md');
const { values } = parseArgs({
  options: {
    thorough: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
  },
});

async function measure(): Promise<Results> {
  const scratch = await mkdtemp(join(tmpdir(), 'metafob-bench-'));
  const simulator = await startStsSimulator({ world: exampleWorld() });
  const cores = findCores();
  const setting: Setting = {
    cores,
    simulatorUrl: simulator.url,
    scratch,
    isThorough: values.thorough,
  };
  if (cores.server.length === 0) {
    console.log(
      'Server and load share the cores: there is only one, or no taskset. Do not trust the figures.',
    );
  }
  const hasWrk = isInstalled('wrk', '--version');
  if (!hasWrk) console.log('wrk is not installed, so nothing under load is measured.');

  const noPopup = whyNoPopup();
  if (noPopup !== undefined) console.log(`${noPopup}, so the pop-up is not measured.`);

  const begin = (part: keyof Results): boolean => {
    if (values.only !== undefined && !values.only.includes(part)) return false;
    console.log(`${part} …`);
    return true;
  };
  try {
    return {
      ...(begin('coldStart') && { coldStart: await measureColdStart(setting) }),
      ...(hasWrk && begin('throughput') && { throughput: await measureThroughput(setting) }),
      ...(hasWrk && begin('memory') && { memory: await measureMemory(setting) }),
      ...(begin('waiting') && { waiting: await measureWaiting(simulator, setting) }),
      ...(begin('idle') && { idle: await measureIdle(setting) }),
      ...(noPopup === undefined && begin('popup') && { popup: await measurePopup() }),
    };
  } finally {
    await simulator.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

if (!canMeasureProcesses) {
  console.error('The benchmark reads /proc, so it runs only on Linux.');
  process.exitCode = 1;
} else {
  const [load = 0] = loadavg();
  if (load > BUSY)
    console.log(`Other programs are busy (load average ${load.toFixed(1)}): expect noisy figures.`);
  const rows = rowsOf(await measure());
  const result = `${machineOf(new Date(), values.thorough, load)}\n\n${tableOf(rows)}`;
  console.log(`\n${result}\n`);
  const judged = rows.filter(({ isMet }) => isMet !== undefined);
  console.log(`${judged.filter(({ isMet }) => isMet).length} of ${judged.length} targets met.`);
  if (values.write) {
    await writeFile(page, replaceSection(await readFile(page, 'utf8'), `\n${result}\n`));
    console.log('Written to docs/performance.md.');
  }
}
