/** One log line, as the formatter sees it. Fields hold no secrets any more. */
export interface LogRecord {
  /** ms since the epoch */
  readonly time: number;
  readonly level: 'error' | 'warn' | 'info' | 'debug';
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

const pythonLevels = {
  error: { name: 'ERROR', number: 40 },
  warn: { name: 'WARNING', number: 30 },
  info: { name: 'INFO', number: 20 },
  debug: { name: 'DEBUG', number: 10 },
} as const;

/** `%(name)-8s`: name, flags, width, precision, conversion; and `%%`. */
const placeholder = /%(?:\((\w+)\)([-0# +]*)(\d*)(?:\.(\d+))?([sdifr])|%)/g;

/**
 * Renders a line format of Python's logging (the LogRecord attributes of its manual, `%` style). Attributes
 * that mean nothing here, such as `lineno`, are empty; the fields of a line follow its message.
 */
export const renderLogLine = (format: string, record: LogRecord): string =>
  format.replace(placeholder, (whole, name: string | undefined, flags = '', width = '', precision, type) => {
    if (name === undefined) return whole === '%%' ? '%' : whole;
    const value = attribute(name, record);
    const text =
      type === 'd' || type === 'i'
        ? String(Math.trunc(Number(value)))
        : type === 'f'
          ? Number(value).toFixed(precision === undefined ? 6 : Number(precision))
          : String(value).slice(0, precision === undefined ? undefined : Number(precision));
    const length = Number(width);
    if (flags.includes('-')) return text.padEnd(length);
    return text.padStart(length, flags.includes('0') && type !== 's' && type !== 'r' ? '0' : ' ');
  });

function attribute(name: string, record: LogRecord): string | number {
  const { time, level } = record;
  switch (name) {
    case 'asctime':
      return pythonTime(new Date(time));
    case 'created':
      return time / 1000;
    case 'msecs':
      return time % 1000;
    case 'relativeCreated':
      return Math.round(process.uptime() * 1000);
    case 'levelname':
      return pythonLevels[level].name;
    case 'levelno':
      return pythonLevels[level].number;
    case 'message':
    case 'msg':
      return messageWithFields(record);
    case 'name':
    case 'module':
    case 'processName':
      return 'metafob';
    case 'process':
      return process.pid;
    case 'thread':
    case 'lineno':
      return 0;
    case 'threadName':
      return 'MainThread';
    default:
      return '';
  }
}

/** `2026-01-05 09:00:05,123` in local time, as Python's default. */
function pythonTime(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return `${day} ${time},${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** Everything on one line: what others send must not look like a line of its own. */
const messageWithFields = ({ message, fields }: LogRecord): string =>
  [oneLine(message), ...Object.entries(fields).map(([name, value]) => `${name}=${fieldText(value)}`)].join(
    ' ',
  );

const oneLine = (text: string): string => text.replace(/\p{Cc}/gu, ' ');

const fieldText = (value: unknown): string =>
  typeof value === 'string' && /^[\w.:/@+-]+$/.test(value) ? value : JSON.stringify(value);
