import { describe, expect, it } from 'vitest';
import { createLogBuffer } from '../../../src/main/diagnostics/log-buffer.ts';
import type { Logger } from '../../../src/service/logger.ts';

const now = () => Date.UTC(2026, 10, 22, 13, 51, 7, 250);

const recordingLogger = (isDebug: boolean) => {
  const written: string[] = [];
  const write = (level: string) => (_: object, message: string) => {
    written.push(`${level} ${message}`);
  };
  const logger: Logger = {
    error: write('error'),
    warn: write('warn'),
    info: write('info'),
    debug: write('debug'),
    isDebug,
    flush: async () => {},
  };
  return { logger, written };
};

describe('the log buffer', () => {
  it('keeps lines that people can read, and passes them on', () => {
    const buffer = createLogBuffer(10, now);
    const { logger, written } = recordingLogger(false);
    buffer.behind(logger).info({ profile: 'dev', state: 'active', notice: undefined }, 'session');
    expect(buffer.lines()).toEqual(['2026-11-22 13:51:07.250Z info  session (profile: dev, state: active)']);
    expect(written).toEqual(['info session']);
  });

  it('keeps the newest lines only', () => {
    const buffer = createLogBuffer(2, now);
    const logger = buffer.behind(recordingLogger(false).logger);
    for (const message of ['one', 'two', 'three']) logger.warn({}, message);
    expect(buffer.lines().map((each) => each.split(' ').at(-1))).toEqual(['two', 'three']);
  });

  it('keeps debug lines only when they are wanted', () => {
    const buffer = createLogBuffer(10, now);
    buffer.behind(recordingLogger(false).logger).debug({}, 'unwanted');
    buffer.behind(recordingLogger(true).logger).debug({}, 'wanted');
    expect(buffer.lines().join()).not.toContain('unwanted');
    expect(buffer.lines().join()).toContain('wanted');
  });

  it('keeps no secret, by the name of its field and by its shape', () => {
    const buffer = createLogBuffer(10, now);
    const logger = buffer.behind(recordingLogger(false).logger);
    logger.error({ passphrase: 'correct horse', answer: { token: 'short' } }, 'refused');
    logger.error({ error: new Error('bad code 123456') }, 'the key AKIAIOSFODNN7EXAMPLE');
    const text = buffer.lines().join('\n');
    for (const secret of ['horse', 'short', '123456', 'AKIAIOSFODNN7EXAMPLE'])
      expect(text).not.toContain(secret);
  });

  it('makes one line of a message with several', () => {
    const buffer = createLogBuffer(10, now);
    buffer.behind(recordingLogger(false).logger).error({}, 'first\n  second');
    expect(buffer.lines()).toEqual(['2026-11-22 13:51:07.250Z error first second']);
  });
});
