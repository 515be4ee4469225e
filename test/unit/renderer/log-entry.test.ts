import { describe, expect, it } from 'vitest';
import { createLogBuffer } from '../../../src/main/diagnostics/log-buffer.ts';
import { logEntries, logEntry } from '../../../src/renderer/dashboard/log/log-entry.ts';

/** A line as the main process keeps it. */
function written(
  level: 'debug' | 'info' | 'warn' | 'error',
  fields: object,
  message: string,
  at = new Date(2026, 10, 22, 13, 51, 7),
): string {
  const buffer = createLogBuffer(1, () => at.getTime());
  const write = () => {};
  const logger = {
    error: write,
    warn: write,
    info: write,
    debug: write,
    isDebug: true,
    flush: async () => {},
  };
  buffer.behind(logger)[level](fields, message);
  return buffer.lines().join();
}

describe('a line of the log', () => {
  it('is read with its level, time, message and other fields', () => {
    expect(logEntry(written('warn', { profile: 'dev', waiting: 2 }, 'A code is needed (now).'))).toEqual({
      level: 'warn',
      time: '13:51:07',
      text: 'A code is needed (now).',
      details: 'profile: dev, waiting: 2',
    });
  });

  it.each(['debug', 'info', 'warn', 'error'] as const)('has its level, such as %s', (level) => {
    expect(logEntry(written(level, {}, 'x'))).toMatchObject({ level, text: 'x', details: '' });
  });

  it('keeps parentheses of the message when there are no other fields', () => {
    expect(logEntry(written('info', {}, 'stopped (by you)')).text).toBe('stopped (by you)');
  });

  it.each(['', 'some text', '2026-11-22 13:51:07.250Z', '{"level":"warn"}'])(
    '%j of another form is shown as it is',
    (line) => {
      expect(logEntry(line)).toEqual({ level: 'info', time: '', text: line, details: '' });
    },
  );
});

describe('the lines of the log', () => {
  it('come newest first', () => {
    expect(logEntries(['a', 'b']).map(({ text }) => text)).toEqual(['b', 'a']);
  });

  it('that are the same have different keys, which do not change when lines are added', () => {
    const before = logEntries(['same', 'same']).map(({ key }) => key);
    expect(new Set(before).size).toBe(2);
    expect(logEntries(['same', 'same', 'new']).map(({ key }) => key)).toEqual(expect.arrayContaining(before));
  });
});
