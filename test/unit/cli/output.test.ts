import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { alignColumns } from '../../../src/service/cli/output/columns.ts';
import { countdown } from '../../../src/service/cli/output/countdown.ts';
import { noPaint, paintFor, printable } from '../../../src/service/cli/output/paint.ts';
import { describeSession } from '../../../src/service/cli/output/session-text.ts';
import { timeLeft } from '../../../src/service/cli/output/time-left.ts';
import { collector } from './support/collector.ts';

const now = Date.UTC(2026, 3, 9, 13, 51, 0);
const minutes = (count: number): number => now + count * 60_000;

beforeEach(() => void vi.stubEnv('TZ', 'UTC'));
afterEach(() => void vi.unstubAllEnvs());

describe('time left', () => {
  test.each([
    [minutes(41), '41 min left (until 14:32)'],
    [minutes(41) - 1, '40 min left (until 14:31)'],
    [minutes(0.5), 'less than a minute left (until 13:51)'],
    [minutes(60), '1 h left (until 14:51)'],
    [minutes(119), '1 h 59 min left (until 15:50)'],
    [minutes(12 * 60), '12 h left (until Fri 01:51)'],
    [minutes(0), 'expired at 13:51'],
    [minutes(-30 * 60), 'expired'],
  ])('%d reads “%s”', (expiresAt, text) => {
    expect(timeLeft(expiresAt, now)).toBe(text);
  });

  test('is shown by the clock of this machine when that clock is wrong', () => {
    const session = { state: 'active', expiresAt: minutes(41) } as const;
    // AWS says it is 13:51; this machine believes it is 13:41.
    const { detail } = describeSession(session, { now, clockSkewMs: 10 * 60_000 });
    expect(detail).toBe('41 min left (until 14:22)');
  });
});

describe('the countdown to the next code', () => {
  test('rounds up to whole seconds, and is empty when the code is there', () => {
    expect(countdown(now + 11_001, now)).toBe(' It appears in 12 s.');
    expect(countdown(now, now)).toBe('');
    expect(countdown(undefined, now)).toBe('');
  });
});

describe('columns', () => {
  test('are as wide as their longest cell, and lines have no trailing spaces', () => {
    const rows = [
      ['a', 'long cell', 'x'],
      ['longer', 'b', ''],
      ['c', '', 'z'],
    ];
    expect(alignColumns(rows, noPaint)).toEqual([
      'a       long cell  x',
      'longer  b',
      'c                  z',
    ]);
  });

  test('stay aligned when cells have colours', () => {
    const paint = (_format: string, text: string) => `\x1b[1m${text}\x1b[22m`;
    const lines = alignColumns(
      [
        [{ text: 'a', format: 'bold' }, 'b'],
        ['aa', 'b'],
      ],
      paint,
    );
    expect(lines).toEqual(['\x1b[1ma\x1b[22m   b', 'aa  b']);
  });
});

describe('colours', () => {
  const terminal = Object.assign(collector().stream, { isTTY: true });

  test('are used on a terminal', () => {
    expect(paintFor(terminal, {})('red', 'x')).toBe('\x1b[31mx\x1b[39m');
  });

  test.each([
    ['on a pipe', collector().stream, {}],
    ['with NO_COLOR', terminal, { NO_COLOR: '1' }],
    ['on a dumb terminal', terminal, { TERM: 'dumb' }],
  ])('are not used %s', (_name, stream, environment) => {
    expect(paintFor(stream, environment)('red', 'x')).toBe('x');
  });
});

test('text from elsewhere loses whatever could steer the terminal', () => {
  expect(printable('a\x1b[31mb\x07c\nd\u009bq')).not.toMatch(/\p{Cc}/u);
});
