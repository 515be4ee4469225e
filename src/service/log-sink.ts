import pino from 'pino';
import type { LogLevel } from './serve-options.ts';

const secretFields = [
  'secret',
  'secretAccessKey',
  'secretKey',
  'sessionToken',
  'token',
  'tokenCode',
  'code',
  'authorization',
  'cookie',
  'passphrase',
];

/** Writes to standard error at once, so that no line is lost with the process. */
export const createLogSink = (level: LogLevel) =>
  pino(
    {
      level,
      base: null,
      timestamp: false,
      redact: {
        paths: secretFields.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
        censor: '[redacted]',
      },
    },
    pino.destination({ fd: process.stderr.fd, sync: true }),
  );
