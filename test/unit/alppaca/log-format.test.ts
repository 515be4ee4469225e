import { describe, expect, test } from 'vitest';
import { type LogRecord, renderLogLine } from '../../../src/service/log-format.ts';

const record: LogRecord = {
  time: new Date(2026, 0, 5, 9, 0, 5, 7).getTime(),
  level: 'warn',
  message: 'session',
  fields: {},
};

describe('a line format of Python', () => {
  test.each([
    ['%(asctime)s [%(levelname)s] %(message)s', '2026-01-05 09:00:05,007 [WARNING] session'],
    ['alppaca: [%(levelname)s] %(message)s', 'alppaca: [WARNING] session'],
    ['%(levelname)-8s|%(levelname)9s|', 'WARNING |  WARNING|'],
    ['%(levelno)d %(levelno)04d %(levelname).4s', '30 0030 WARN'],
    ['%(process)d', String(process.pid)],
    ['%(msecs)03d', '007'],
    ['100%% %(name)s:%(funcName)s', '100% metafob:'],
    ['%(unknown)s and %s stay harmless', ' and %s stay harmless'],
    ['no placeholder', 'no placeholder'],
  ])('%s', (format, line) => {
    expect(renderLogLine(format, record)).toBe(line);
  });

  test('shows the fields of a line behind its message', () => {
    const fields = { profile: 'dev', reason: 'two words', count: 3 };
    expect(renderLogLine('%(message)s', { ...record, fields })).toBe(
      'session profile=dev reason="two words" count=3',
    );
  });

  test('cannot be made to show two lines by what others sent', () => {
    const sent = 'x\n2026-01-05 [ERROR] forged';
    const line = renderLogLine('%(message)s', { ...record, message: sent, fields: { client: sent } });
    expect(line).not.toContain('\n');
  });

  test('is not read again in what it shows', () => {
    expect(renderLogLine('%(message)s', { ...record, message: '%(levelname)s $& $1' })).toBe(
      '%(levelname)s $& $1',
    );
  });
});
