import type { LogSettings } from '../node/config/service-settings.ts';
import { systemErrorSentence } from '../node/config/system-error.ts';
import { openLogFile } from './log-file.ts';
import { type LogLevel, logLevels } from './serve-options.ts';

type Write = (fields: object, message: string) => void;

/** Structured log lines. `fields` must not hold secrets; redaction is only the second line of defence. */
export interface Logger {
  readonly error: Write;
  readonly warn: Write;
  readonly info: Write;
  readonly debug: Write;
  /** Whether debug lines are wanted; to save the work of making them. */
  readonly isDebug: boolean;
  /** Resolves when every line so far is written. */
  flush(): Promise<void>;
}

export interface LoggerOptions {
  /** Line format of Python's logging; one JSON object a line without it. */
  readonly format?: string;
  /** Where whole lines go; standard error by default. */
  readonly write?: (line: string) => void;
}

/** The library behind it is loaded with the first line. */
export function createLogger(level: LogLevel, options: LoggerOptions = {}): Logger {
  let sink: Promise<Record<'error' | 'warn' | 'info' | 'debug', Write>> | undefined;
  const isWanted = (name: LogLevel) => logLevels.indexOf(name) <= logLevels.indexOf(level);

  const writer =
    (name: 'error' | 'warn' | 'info' | 'debug'): Write =>
    (fields, message) => {
      if (!isWanted(name)) return;
      sink ??= import('./log-sink.ts').then(({ createLogSink }) => createLogSink({ level, ...options }));
      const time = new Date().toISOString();
      sink.then(
        (lines) => lines[name]({ time, ...fields }, message),
        // A log that cannot be written must not end the service.
        () => {},
      );
    };

  return {
    error: writer('error'),
    warn: writer('warn'),
    info: writer('info'),
    debug: writer('debug'),
    isDebug: isWanted('debug'),
    async flush() {
      await sink?.catch(() => {});
    },
  };
}

/**
 * The logger that the settings describe. Opens a log file at once; when that fails, lines go to standard
 * error. `onProblem` gets the sentences to print about the file.
 */
export function openLogger(
  level: LogLevel,
  { format, file, rotation }: Omit<LogSettings, 'level'>,
  onProblem: (sentence: string) => void,
): Logger {
  const options = format === undefined ? {} : { format };
  if (file === undefined) return createLogger(level, options);
  const complain = (what: string, consequence: string) => (error: unknown) =>
    onProblem(`The log file ${file} cannot be ${what}: ${systemErrorSentence(error)}. ${consequence}`);
  try {
    const { write } = openLogFile({
      path: file,
      ...(rotation && { rotation }),
      onProblem: complain('replaced by a new one', 'Log lines go on in the old one.'),
    });
    return createLogger(level, { ...options, write });
  } catch (error) {
    complain('opened', 'Log lines go to standard error.')(error);
    return createLogger(level, options);
  }
}
