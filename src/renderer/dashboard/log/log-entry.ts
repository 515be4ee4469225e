/** One line of the log, ready to show. */
export interface LogEntry {
  /** Different for each line, and the same when the log is read again. */
  readonly key: string;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** `13:51:07` in the time zone of this computer; empty when the line has no time. */
  readonly time: string;
  readonly text: string;
  /** The other fields: `profile: dev, state: active`. */
  readonly details: string;
}

const levels = ['debug', 'info', 'warn', 'error'] as const;

/** As the main process writes it: `2026-11-22 13:51:07.250Z info  session (profile: dev, state: active)`. */
const format =
  /^(?<time>\d{4}-\d\d-\d\d [\d:.]+Z) (?<level>[a-z]+) +(?<text>.*?)(?: \((?<details>[\w-]+: .*)\))?$/;

const timeOf = (time: string): string => {
  const at = new Date(time);
  return Number.isNaN(at.getTime())
    ? ''
    : new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' }).format(at);
};

/** Reads a line; one of another form stays as it is. */
export const logEntry = (line: string): Omit<LogEntry, 'key'> => {
  const { time = '', level: name, text = '', details = '' } = format.exec(line)?.groups ?? {};
  const level = levels.find((known) => known === name);
  return level === undefined
    ? { level: 'info', time: '', text: line, details: '' }
    : { level, time: timeOf(time), text, details };
};

/** The lines to show, newest first. @param lines oldest first */
export const logEntries = (lines: readonly string[]): readonly LogEntry[] => {
  const times = new Map<string, number>();
  return lines
    .map((line) => {
      const before = times.get(line) ?? 0;
      times.set(line, before + 1);
      return { key: `${before} ${line}`, ...logEntry(line) };
    })
    .reverse();
};
