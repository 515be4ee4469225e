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

/** One JSON object a line on standard error. The library behind it is loaded with the first line. */
export function createLogger(level: LogLevel): Logger {
  let sink: Promise<Record<'error' | 'warn' | 'info' | 'debug', Write>> | undefined;
  const isWanted = (name: LogLevel) => logLevels.indexOf(name) <= logLevels.indexOf(level);

  const writer =
    (name: 'error' | 'warn' | 'info' | 'debug'): Write =>
    (fields, message) => {
      if (!isWanted(name)) return;
      sink ??= import('./log-sink.ts').then(({ createLogSink }) => createLogSink(level));
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
