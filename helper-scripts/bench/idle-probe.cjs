/**
 * Loaded into the service (`node --require`) to see what it does when it has nothing to do: at SIGUSR2 it
 * appends one line of JSON to the file that METAFOB_BENCH_PROBE names.
 */
const { appendFileSync } = require('node:fs');
const { performance } = require('node:perf_hooks');

process.on('SIGUSR2', () => {
  const { user, system } = process.cpuUsage();
  const line = {
    cpuMicroseconds: user + system,
    wakeUps: performance.nodeTiming.uvMetricsInfo.loopCount,
    timers: process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length,
  };
  appendFileSync(process.env.METAFOB_BENCH_PROBE, `${JSON.stringify(line)}\n`);
});
