import { describe, expect, test } from 'vitest';
import { interruptionTime } from '../../../src/service/cli/commands/event.ts';
import { parseDuration, parseTime } from '../../../src/service/cli/moments.ts';
import { timeUntil } from '../../../src/service/cli/output/time-until.ts';

describe('a duration', () => {
  test.each([
    ['30', 30_000],
    ['30s', 30_000],
    ['2m', 120_000],
    ['1h30m', 5_400_000],
    ['1.5h', 5_400_000],
    ['500ms', 500],
  ])('%s is understood', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  test.each(['', 'soon', '-5s', '5 m', '5x', '1h soon'])('“%s” is refused', (text) => {
    expect(() => parseDuration(text)).toThrow('like 30s, 2m or 1h30m');
  });
});

test('a time is ISO 8601 and nothing else', () => {
  expect(parseTime('2026-01-05T09:00:00Z')).toBe(Date.UTC(2026, 0, 5, 9));
  for (const text of ['2026', 'Monday', '09:00']) expect(() => parseTime(text)).toThrow('A time is like');
});

test('an interruption counts from the moment when it is told', () => {
  expect(interruptionTime(1_000, {}, 120_000)).toBe(121_000);
  expect(interruptionTime(1_000, { after: 30_000 }, 120_000)).toBe(151_000);
  expect(interruptionTime(1_000, { at: 500_000 }, 120_000)).toBe(620_000);
});

test.each([
  [0, 'in 0 s'],
  [30_000, 'in 30 s'],
  [125_000, 'in 2 min 5 s'],
  [120_000, 'in 2 min'],
  [12_000_000, 'in 3 h 20 min'],
  [90_000_000, 'in 1 d 1 h'],
])('%i ms from now are told as “%s”', (milliseconds, text) => {
  expect(timeUntil(1_000 + milliseconds, 1_000)).toBe(text);
});
