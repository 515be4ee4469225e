import { describe, expect, it } from 'vitest';
import {
  describeClockSkew,
  formatClockTime,
  formatRemaining,
  secondsUntil,
} from '../../../src/renderer/view/time.ts';

const seconds = (amount: number): number => amount * 1000;
const minutes = (amount: number): number => seconds(amount * 60);
const localTime = (day: number, hour: number, minute: number): number =>
  new Date(2026, 10, day, hour, minute).getTime();

describe('how long a session still lasts', () => {
  it.each([
    [minutes(41) + seconds(59), '41 min left'],
    [minutes(5), '5 min left'],
    [minutes(4) + seconds(59), '4 min 59 s left'],
    [minutes(1), '1 min 0 s left'],
    [seconds(59.9), '59 s left'],
    [minutes(60), '1 h left'],
    [minutes(680), '11 h 20 min left'],
    [0, 'ended'],
    [-1, 'ended'],
  ])('%d ms reads "%s"', (remainingMs, text) => {
    expect(formatRemaining(remainingMs)).toBe(text);
  });
});

describe('the time on the clock', () => {
  it('needs no day when it is today', () => {
    expect(formatClockTime(localTime(22, 14, 32), localTime(22, 13, 51))).toBe('14:32');
  });

  it('says tomorrow past midnight', () => {
    expect(formatClockTime(localTime(23, 1, 5), localTime(22, 13, 51))).toBe('tomorrow 01:05');
  });

  it('names any other day', () => {
    expect(formatClockTime(localTime(24, 9, 0), localTime(22, 13, 51))).toBe('Tue 24 Nov, 09:00');
  });
});

describe('seconds until the next code', () => {
  it('round up, so that zero means now', () => {
    expect(secondsUntil(14_001, 1)).toBe(14);
    expect(secondsUntil(14_002, 1)).toBe(15);
    expect(secondsUntil(2, 1)).toBe(1);
  });

  it('never fall below zero', () => {
    expect(secondsUntil(1, 5000)).toBe(0);
  });
});

describe('a clock that is off', () => {
  it('is not mentioned up to 30 seconds', () => {
    expect(describeClockSkew(seconds(30))).toBeUndefined();
    expect(describeClockSkew(seconds(-30))).toBeUndefined();
  });

  it('is behind when the clock of AWS is ahead', () => {
    expect(describeClockSkew(minutes(3))).toBe(
      "This computer's clock is 3 minutes behind AWS. Metafob corrects for it, but other programs may not: set the clock.",
    );
  });

  it('is ahead when the clock of AWS is behind', () => {
    expect(describeClockSkew(seconds(-31))).toBe(
      "This computer's clock is 31 seconds ahead of AWS. Metafob corrects for it, but other programs may not: set the clock.",
    );
  });

  it('is told in hours when it is far off', () => {
    expect(describeClockSkew(minutes(180))).toContain('3 hours behind');
  });
});
