import type { ColdStart } from './cold-start.ts';
import type { Idle } from './idle.ts';
import type { Memory } from './memory.ts';
import type { Popup } from './popup.ts';
import type { Comparison, Throughput } from './throughput.ts';
import type { Waiting } from './waiting.ts';

/** What was measured; a part that could not be measured here is missing. */
export interface Results {
  readonly throughput?: Throughput;
  readonly coldStart?: ColdStart;
  readonly memory?: Memory;
  readonly waiting?: Waiting;
  readonly idle?: Idle;
  readonly popup?: Popup;
}

/** One line of the table. Without `isMet` it is a figure to know, not a target. */
export interface Row {
  readonly measure: string;
  readonly target: string;
  readonly figure: string;
  readonly isMet?: boolean;
}

const fixed = (value: number, digits = 1): string => value.toFixed(digits);

const times = (ratio: number): string => `${fixed(ratio, 2)} ×`;

/** All figures with their targets, in the order of the documentation. */
export const rowsOf = (results: Results): Row[] => [
  ...(results.throughput === undefined ? [] : throughputRows(results.throughput)),
  ...(results.coldStart === undefined ? [] : coldStartRows(results.coldStart)),
  ...(results.memory === undefined ? [] : memoryRows(results.memory)),
  ...(results.waiting === undefined ? [] : waitingRows(results.waiting)),
  ...(results.idle === undefined ? [] : idleRows(results.idle)),
  ...(results.popup === undefined ? [] : popupRows(results.popup)),
];

const throughputRows = ({ v1, v2 }: Throughput): Row[] => [
  ...comparisonRows('IMDSv1', v1, 1.1),
  ...comparisonRows('IMDSv2 with token check', v2, 1.25),
];

function comparisonRows(name: string, comparison: Comparison, cpuLimit: number): Row[] {
  const { cpuMicroseconds: cpu, requestsPerSecond: rate, p99Milliseconds: p99 } = comparison;
  return [
    {
      measure: `${name}: CPU per cached credentials GET`,
      target: `≤ ${times(cpuLimit)}`,
      figure: `${times(cpu.ratio)} (${fixed(cpu.service)} / ${fixed(cpu.bare)} µs)`,
      isMet: cpu.ratio <= cpuLimit,
    },
    {
      measure: `${name}: requests per second`,
      target: '',
      figure: `${times(rate.ratio)} (${fixed(rate.service, 0)} / ${fixed(rate.bare, 0)})`,
    },
    {
      measure: `${name}: 99 % of answers within, 64 connections`,
      target: '≤ 1.30 ×',
      figure: `${times(p99.ratio)} (${fixed(p99.service, 2)} / ${fixed(p99.bare, 2)} ms)`,
      isMet: p99.ratio <= 1.3,
    },
  ];
}

const coldStartRows = ({ bare, service, bundle }: ColdStart): Row[] => [
  {
    measure: 'Cold start to the role list',
    target: '≤ 1.25 ×',
    figure: `${times(service / bare)} (${fixed(service)} / ${fixed(bare)} ms)`,
    isMet: service / bare <= 1.25,
  },
  {
    measure: 'The same without starter and compile cache',
    target: '',
    figure: `${times(bundle / bare)} (${fixed(bundle)} / ${fixed(bare)} ms)`,
  },
];

const memoryRows = ({ atStart, afterLoad }: Memory): Row[] => [
  memoryRow('Resident memory at start', atStart, 1.25),
  memoryRow('Resident memory after 100 000 requests', afterLoad, 1.15),
];

const memoryRow = (measure: string, { service, bare }: Memory['atStart'], limit: number): Row => ({
  measure,
  target: `≤ ${times(limit)}`,
  figure: `${times(service / bare)} (${fixed(service)} / ${fixed(bare)} MB)`,
  isMet: service / bare <= limit,
});

const waitingRows = (waiting: Waiting): Row[] => [
  {
    measure: `${waiting.callers} callers wait for one code: prompts, STS calls, callers served`,
    target: `1, 1, ${waiting.callers}`,
    figure: `${waiting.prompts}, ${waiting.stsCalls}, ${waiting.served}`,
    isMet: waiting.prompts === 1 && waiting.stsCalls === 1 && waiting.served === waiting.callers,
  },
  {
    measure: 'Code typed to last answer',
    target: '≤ 1000 ms',
    figure: `${fixed(waiting.answerMilliseconds, 0)} ms`,
    isMet: waiting.answerMilliseconds <= 1000,
  },
  {
    measure: 'Memory per waiting caller',
    target: '≤ 15 KB',
    figure: `${fixed(waiting.kilobytesPerCaller)} KB`,
    isMet: waiting.kilobytesPerCaller <= 15,
  },
  {
    measure: `First request until all ${waiting.callers} wait`,
    target: '',
    figure: `${fixed(waiting.gatherMilliseconds, 0)} ms`,
  },
  {
    measure: 'CPU while they wait',
    target: '',
    figure: `${fixed(waiting.cpuPercent, 0)} % of a core`,
  },
];

function idleRows({ seconds, cpuMilliseconds, wakeUps, timers }: Idle): Row[] {
  const secondsPerHour = (cpuMilliseconds / 1000) * (3600 / seconds);
  return [
    {
      measure: `CPU time of an hour without requests, from ${seconds} s`,
      target: '≤ 0.10 s',
      figure: `${fixed(secondsPerHour, 3)} s`,
      isMet: secondsPerHour <= 0.1,
    },
    {
      measure: 'Timers of an idle service: the renewal',
      target: '1',
      figure: String(timers),
      isMet: timers <= 1,
    },
    {
      measure: `Turns of its event loop in ${seconds} s`,
      target: '',
      figure: String(wakeUps),
    },
  ];
}

function popupRows({ requests, median, p95 }: Popup): Row[] {
  return [
    {
      measure: `Request to the focus of the pop-up’s field, median of ${requests}`,
      target: '≤ 200 ms',
      figure: `${fixed(median, 0)} ms`,
      isMet: median <= 200,
    },
    {
      measure: 'The same, 95 % within',
      target: '≤ 200 ms',
      figure: `${fixed(p95, 0)} ms`,
      isMet: p95 <= 200,
    },
  ];
}
