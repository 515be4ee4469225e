import { describe, expect, test } from 'vitest';
import { settingsOf } from './support.ts';

const handler = async (lines: readonly string[]) => {
  const text = ['ims_host: a', 'logging_handler:', ...lines.map((line) => `  ${line}`), ''].join('\n');
  const { service, warnings } = await settingsOf(text);
  return { log: service.log, warnings: warnings.map(({ line, message }) => ({ line, message })) };
};

describe('a logging handler of Python', () => {
  test('FileHandler writes to its file', async () => {
    expect(await handler(['module: logging', 'class: FileHandler', 'args: [/tmp/a.log]'])).toEqual({
      log: { level: 'warn', format: 'alppaca: [%(levelname)s] %(message)s', file: '/tmp/a.log' },
      warnings: [],
    });
  });

  test('RotatingFileHandler begins a new file at a size', async () => {
    const { log } = await handler(['class: RotatingFileHandler', "args: [/tmp/a.log, 'a', 1000000, 5]"]);
    expect(log?.rotation).toEqual({ by: 'size', maximumBytes: 1_000_000, backups: 5 });
  });

  test('RotatingFileHandler takes its numbers by name too, and needs both', async () => {
    const named = ['class: RotatingFileHandler', 'kwargs:', '  filename: /tmp/a.log', '  maxBytes: 10'];
    const both = await handler([...named, '  backupCount: 2']);
    expect(both.log?.rotation).toEqual({ by: 'size', maximumBytes: 10, backups: 2 });
    const one = await handler(named);
    expect(one.log).toMatchObject({ file: '/tmp/a.log' });
    expect(one.log?.rotation).toBeUndefined();
    expect(one.warnings).toMatchObject([{ line: 2, message: expect.stringContaining('never rotates') }]);
  });

  test.each([
    ["[/tmp/a.log, 'H', 6, 4]", { by: 'time', intervalMs: 6 * 3_600_000, backups: 4 }, 0],
    ['[/tmp/a.log]', { by: 'time', intervalMs: 3_600_000, backups: 0 }, 0],
    ["[/tmp/a.log, 'midnight', 1, 7]", { by: 'time', intervalMs: 86_400_000, backups: 7 }, 1],
    ["[/tmp/a.log, 'W0']", { by: 'time', intervalMs: 7 * 86_400_000, backups: 0 }, 1],
    ["[/tmp/a.log, 'fortnight']", undefined, 1],
  ])('TimedRotatingFileHandler(%s)', async (args, rotation, warnings) => {
    const result = await handler(['class: TimedRotatingFileHandler', `args: ${args}`]);
    expect(result.log?.rotation).toEqual(rotation);
    expect(result.log?.file).toBe('/tmp/a.log');
    expect(result.warnings).toHaveLength(warnings);
  });

  test.each(['SysLogHandler', 'SMTPHandler', 'WatchedFileHandler'])(
    '%s without a file writes to standard error and says so',
    async (name) => {
      const { log, warnings } = await handler([`class: ${name}`]);
      expect(log).toEqual({ level: 'warn' });
      expect(warnings).toMatchObject([{ line: 2, message: expect.stringContaining('standard error') }]);
    },
  );

  test('StreamHandler writes to standard error', async () => {
    expect(await handler(['class: StreamHandler'])).toEqual({ log: { level: 'warn' }, warnings: [] });
  });
});
