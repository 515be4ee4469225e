import { describe, expect, it } from 'vitest';
import { logEntries, logEntry } from '../../../src/renderer/dashboard/log/log-entry.ts';

describe('a line of the log', () => {
  it('is read with its level, time, message and other fields', () => {
    const at = new Date(2026, 10, 22, 13, 51, 7).toISOString();
    expect(
      logEntry(
        JSON.stringify({ level: 'warn', time: at, profile: 'dev', waiting: 2, msg: 'a code is needed' }),
      ),
    ).toEqual({
      level: 'warn',
      time: '13:51:07',
      text: 'a code is needed',
      details: 'profile=dev waiting=2',
    });
  });

  it.each([
    [20, 'debug'],
    [30, 'info'],
    [40, 'warn'],
    [50, 'error'],
  ])('may have the level as pino’s number %i', (level, name) => {
    expect(logEntry(JSON.stringify({ level, msg: 'x' })).level).toBe(name);
  });

  it.each(['not JSON', '17', 'null', '"text"'])('%j that is no object is shown as it is', (line) => {
    expect(logEntry(line)).toEqual({ level: 'info', time: '', text: line, details: '' });
  });

  it('without a readable time has none', () => {
    expect(logEntry('{"time":"yesterday","msg":"x"}').time).toBe('');
  });
});

describe('the lines of the log', () => {
  it('come newest first', () => {
    expect(logEntries(['{"msg":"a"}', '{"msg":"b"}']).map(({ text }) => text)).toEqual(['b', 'a']);
  });

  it('that are the same have different keys, which do not change when lines are added', () => {
    const before = logEntries(['same', 'same']).map(({ key }) => key);
    expect(new Set(before).size).toBe(2);
    expect(logEntries(['same', 'same', 'new']).map(({ key }) => key)).toEqual(expect.arrayContaining(before));
  });
});
