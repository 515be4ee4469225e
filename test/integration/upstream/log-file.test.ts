import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { LogSettings } from '../../../src/node/config/service-settings.ts';
import { openLogFile } from '../../../src/service/log-file.ts';
import { openLogger } from '../../../src/service/logger.ts';

const START = new Date(2026, 0, 5, 9, 0, 5).getTime();
const HOUR = 3_600_000;

function scratch() {
  const folder = mkdtempSync(join(tmpdir(), 'metafob-log-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'alppaca.log');
  return {
    folder,
    path,
    text: (name = 'alppaca.log') => readFileSync(join(folder, name), 'utf8'),
    names: () => readdirSync(folder).sort(),
  };
}

function open(path: string, rotation?: LogSettings['rotation'], now: () => number = () => START) {
  const file = openLogFile({ path, now, ...(rotation && { rotation }) });
  onTestFinished(() => file.close());
  return file;
}

test('a log file is not for everybody to read, and is continued', () => {
  const { path, text } = scratch();
  open(path).write('first\n');
  open(path).write('second\n');
  expect(text()).toBe('first\nsecond\n');
  expect(statSync(path).mode & 0o027).toBe(0);
});

describe('a watched file', () => {
  test('is opened again when another program moved or removed it', () => {
    const { path, text, folder } = scratch();
    const file = open(path, { by: 'watching' });
    file.write('first\n');
    renameSync(path, join(folder, 'alppaca.log.1'));
    file.write('second\n');
    rmSync(path);
    file.write('third\n');
    expect(text('alppaca.log.1')).toBe('first\n');
    expect(text()).toBe('third\n');
  });

  test('goes on where it was when a new one cannot be opened, and that is told once', () => {
    const { path, text, folder } = scratch();
    const problems: unknown[] = [];
    const file = openLogFile({
      path,
      rotation: { by: 'watching' },
      onProblem: (error) => problems.push(error),
    });
    onTestFinished(() => file.close());
    renameSync(path, join(folder, 'moved'));
    // A directory cannot be opened as a file by anybody, root included.
    mkdirSync(path);
    file.write('first\n');
    file.write('second\n');
    expect(text('moved')).toBe('first\nsecond\n');
    expect(problems).toEqual([expect.objectContaining({ code: 'EISDIR' })]);
  });

  test('another one keeps writing to the moved file when it is not watched', () => {
    const { path, text, folder } = scratch();
    const file = open(path);
    renameSync(path, join(folder, 'moved'));
    file.write('line\n');
    expect(text('moved')).toBe('line\n');
  });
});

test('a file that would reach its size becomes the first backup, and the last backup goes', () => {
  const { path, text, names } = scratch();
  const file = open(path, { by: 'size', maximumBytes: 10, backups: 2 });
  for (const line of ['one\n', 'two\n', 'three\n', 'four\n', 'a line longer than the file\n', 'six\n']) {
    file.write(line);
  }
  expect(names()).toEqual(['alppaca.log', 'alppaca.log.1', 'alppaca.log.2']);
  expect(text()).toBe('six\n');
  expect(text('alppaca.log.1')).toBe('a line longer than the file\n');
  expect(text('alppaca.log.2')).toBe('four\n');
});

describe('a file that is replaced after a time', () => {
  test('carries the time at which it was begun, and only the newest backups stay', () => {
    const { path, names, text } = scratch();
    let now = START;
    const file = open(path, { by: 'time', intervalMs: HOUR, backups: 2 }, () => now);
    for (let hour = 0; hour < 5; hour += 1) {
      file.write(`hour ${hour}\n`);
      now += HOUR - 1;
      file.write(`end of ${hour}\n`);
      now += 1;
    }
    expect(names()).toEqual([
      'alppaca.log',
      'alppaca.log.2026-01-05_11-00-05',
      'alppaca.log.2026-01-05_12-00-05',
    ]);
    expect(text()).toBe('hour 4\nend of 4\n');
  });

  test('keeps all backups when no number is given, and leaves other files alone', () => {
    const { path, names, folder } = scratch();
    writeFileSync(join(folder, 'alppaca.log.keep'), '');
    let now = START;
    const file = open(path, { by: 'time', intervalMs: HOUR, backups: 0 }, () => now);
    for (let hour = 0; hour < 4; hour += 1) {
      file.write('line\n');
      now += HOUR;
    }
    expect(names()).toHaveLength(5);
  });
});

describe('the log of the service', () => {
  const fail = (sentence: string) => {
    throw new Error(sentence);
  };

  test('is written to the file in the format of Python', async () => {
    const { path, text } = scratch();
    const logger = openLogger('info', { file: path, format: '[%(levelname)s] %(message)s' }, fail);
    logger.warn({ profile: 'dev' }, 'a session ends');
    logger.debug({}, 'not wanted');
    await logger.flush();
    expect(text()).toBe('[WARNING] a session ends profile=dev\n');
  });

  test('is one JSON object a line in a file without a format', async () => {
    const { path, text } = scratch();
    const logger = openLogger('info', { file: path }, fail);
    logger.info({ profile: 'dev' }, 'session');
    await logger.flush();
    expect(JSON.parse(text())).toMatchObject({ profile: 'dev', msg: 'session' });
  });

  test('hides fields that are named like secrets in either', async () => {
    for (const format of [undefined, '%(message)s']) {
      const { path, text } = scratch();
      const logger = openLogger('info', { file: path, ...(format !== undefined && { format }) }, fail);
      logger.info({ token: 'should-not-be-seen', inner: { secretAccessKey: 'should-not-be-seen' } }, 'x');
      await logger.flush();
      expect(text()).toContain('[redacted]');
      expect(text()).not.toContain('should-not-be-seen');
    }
  });

  test('goes to standard error when its file cannot be opened, and that is said', () => {
    const sentences: string[] = [];
    const { folder } = scratch();
    const logger = openLogger('silent', { file: join(folder, 'missing', 'a.log') }, (line) =>
      sentences.push(line),
    );
    expect(() => logger.error({}, 'x')).not.toThrow();
    expect(sentences).toEqual([expect.stringMatching(/a\.log cannot be opened: .*standard error/)]);
  });
});
