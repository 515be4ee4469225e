import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextTrayChange } from '../../../src/main/tray/tray-clock.ts';
import { clockTime, timeLeft } from '../../../src/main/tray/tray-time.ts';
import { trayView } from '../../../src/main/tray/tray-view.ts';
import { inMinutes, inputOf, now, prompt, viewOf } from './support/views.ts';

const minute = 60_000;

describe('the time left', () => {
  it.each([
    [1, 'less than a minute left'],
    [minute, '1 min left'],
    [42 * minute + 59_999, '42 min left'],
    [60 * minute, '1 h left'],
    [680 * minute, '11 h 20 min left'],
  ])('%d ms are “%s”', (milliseconds, text) => {
    expect(timeLeft(milliseconds)).toBe(text);
  });

  it('ends at a time with its day, when that is not today', () => {
    expect(clockTime(inMinutes(42), now)).toBe('14:32');
    expect(clockTime(inMinutes(12 * 60), now)).toBe('tomorrow 01:50');
    expect(clockTime(inMinutes(48 * 60), now)).toBe('Tue 13:50');
  });
});

describe('the next change of the tray', () => {
  it('needs no timer without a session', () => {
    expect(nextTrayChange(inputOf(viewOf({ state: 'none' })), now)).toBeUndefined();
    const waiting = viewOf({ state: 'waiting-for-code', promptId: 'prompt-1' }, { prompts: [prompt('dev')] });
    expect(nextTrayChange(inputOf(waiting), now)).toBeUndefined();
  });

  it('needs none while paused, or when the session ended', () => {
    const ended = viewOf({ state: 'active', expiresAt: inMinutes(-1) });
    expect(nextTrayChange(inputOf(ended), now)).toBeUndefined();
    const active = viewOf({ state: 'active', expiresAt: inMinutes(42) });
    expect(nextTrayChange(inputOf(active, { paused: true }), now)).toBeUndefined();
  });

  it('comes exactly when the tray would say something else', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 13 * 60 * minute }),
        fc.integer({ min: -minute, max: minute }),
        (left, skew) => {
          const view = viewOf({ state: 'active', expiresAt: now + left + skew }, { clockSkewMs: skew });
          const input = inputOf(view);
          const change = nextTrayChange(input, now) ?? Number.NaN;
          expect(trayView(input, change - 1).tooltip).toBe(trayView(input, now).tooltip);
          expect(trayView(input, change).tooltip).not.toBe(trayView(input, now).tooltip);
        },
      ),
    );
  });
});
