import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { debounce } from '../../../src/node/config/debounce.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('calls back once, after the last of many triggers', () => {
  const callback = vi.fn();
  const { trigger } = debounce(callback, 100);
  trigger();
  vi.advanceTimersByTime(99);
  trigger();
  vi.advanceTimersByTime(99);
  expect(callback).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(callback).toHaveBeenCalledOnce();
});

it('does not call back after it was cancelled', () => {
  const callback = vi.fn();
  const { trigger, cancel } = debounce(callback, 100);
  trigger();
  cancel();
  vi.advanceTimersByTime(1000);
  expect(callback).not.toHaveBeenCalled();
});
