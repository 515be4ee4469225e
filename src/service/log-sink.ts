import pino, { type DestinationStream } from 'pino';
import { type LogRecord, renderLogLine } from './log-format.ts';
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

export interface SinkOptions {
  readonly level: LogLevel;
  /** Line format of Python's logging; one JSON object a line without it. */
  readonly format?: string;
  /** Where whole lines go; standard error by default, at once, so that no line is lost with the process. */
  readonly write?: (line: string) => void;
}

export const createLogSink = ({ level, format, write }: SinkOptions) =>
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
    destinationOf(format, write),
  );

function destinationOf(format: string | undefined, write: SinkOptions['write']): DestinationStream {
  const standardError = () => pino.destination({ fd: process.stderr.fd, sync: true });
  const destination = write === undefined ? standardError() : { write };
  if (format === undefined) return { write: (line) => void destination.write(withoutControls(line)) };
  return {
    // What comes here went through the redaction above.
    write: (line) => void destination.write(`${withoutControls(renderLogLine(format, readLine(line)))}\n`),
  };
}

/** JSON escapes only the first 32: the others could steer a terminal as well. */
const withoutControls = (line: string): string =>
  line.replace(/[\x7f-\x9f]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

function readLine(line: string): LogRecord {
  const parsed: Readonly<Record<string, unknown>> = JSON.parse(line);
  const { level, time, msg, ...fields } = parsed;
  return {
    time: typeof time === 'string' ? Date.parse(time) : Date.now(),
    level: levelOf(Number(level)),
    message: typeof msg === 'string' ? msg : '',
    fields,
  };
}

function levelOf(number: number): LogRecord['level'] {
  if (number >= 50) return 'error';
  if (number >= 40) return 'warn';
  return number >= 30 ? 'info' : 'debug';
}
