/** One line of the log, ready to show. */
export interface LogEntry {
  /** Different for each line, and the same when the log is read again. */
  readonly key: string;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** `13:51:07` in the time zone of this computer; empty when the line has no time. */
  readonly time: string;
  readonly text: string;
  /** The other fields, as `name=value`. */
  readonly details: string;
}

/** The levels of pino by their numbers. */
const levels: Readonly<Record<number, LogEntry['level']>> = {
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
};

const parse = (line: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
};

const levelOf = (level: unknown): LogEntry['level'] => {
  if (level === 'debug' || level === 'info' || level === 'warn' || level === 'error') return level;
  return (typeof level === 'number' && levels[level]) || 'info';
};

const timeOf = (time: unknown): string => {
  const at = typeof time === 'string' || typeof time === 'number' ? new Date(time) : undefined;
  if (at === undefined || Number.isNaN(at.getTime())) return '';
  return new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' }).format(at);
};

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Reads a line: one JSON object with `level`, `time`, `msg` and other fields; any other text stays as it is. */
export const logEntry = (line: string): Omit<LogEntry, 'key'> => {
  const fields = parse(line);
  if (fields === undefined) return { level: 'info', time: '', text: line, details: '' };
  const { level, time, msg, ...rest } = fields;
  return {
    level: levelOf(level),
    time: timeOf(time),
    text: msg === undefined ? '' : shown(msg),
    details: Object.entries(rest)
      .map(([name, value]) => `${name}=${shown(value)}`)
      .join(' '),
  };
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
