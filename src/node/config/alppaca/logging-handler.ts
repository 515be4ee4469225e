import type { LogSettings } from '../service-settings.ts';
import type { LoggingHandler } from './alppaca-schema.ts';

export interface MappedHandler {
  readonly settings: Pick<LogSettings, 'file' | 'rotation'>;
  /** What is different from Python's handler; each completes the sentence "logging_handler …". */
  readonly remarks: readonly string[];
}

/** Positional arguments of the handlers of Python's logging, after the file name. */
const parameters = {
  FileHandler: ['mode', 'encoding', 'delay'],
  WatchedFileHandler: ['mode', 'encoding', 'delay'],
  RotatingFileHandler: ['mode', 'maxBytes', 'backupCount', 'encoding', 'delay'],
  TimedRotatingFileHandler: ['when', 'interval', 'backupCount', 'encoding', 'delay', 'utc', 'atTime'],
} as const;

type FileHandlerName = keyof typeof parameters;

const isFileHandler = (name: string): name is FileHandlerName => Object.hasOwn(parameters, name);

/** What Python's logging would do with the handler, as far as Metafob can do it too. */
export function mapLoggingHandler(handler: LoggingHandler): MappedHandler {
  const name = handler.class;
  if (name === 'StreamHandler' || name === 'NullHandler') return { settings: {}, remarks: [] };
  if (name === 'SysLogHandler') {
    return stderrInstead(
      'SysLogHandler is not there in Metafob; run as a service, standard error is the log',
    );
  }
  if (!isFileHandler(name)) return stderrInstead('names a class that Metafob does not know');
  const values = argumentsOf(handler, name);
  const file = values.get('filename');
  if (typeof file !== 'string' || file === '')
    return stderrInstead(`names no file in args, as ${name} needs`);
  switch (name) {
    case 'FileHandler':
      return { settings: { file }, remarks: [] };
    case 'WatchedFileHandler':
      return { settings: { file, rotation: { by: 'watching' } }, remarks: [] };
    case 'RotatingFileHandler':
      return rotatingBySize(file, values);
    case 'TimedRotatingFileHandler':
      return rotatingByTime(file, values);
  }
}

const stderrInstead = (what: string): MappedHandler => ({
  settings: {},
  remarks: [`${what}. Log lines go to standard error.`],
});

function argumentsOf({ args, kwargs }: LoggingHandler, name: FileHandlerName): ReadonlyMap<string, unknown> {
  const names = ['filename', ...parameters[name]];
  return new Map([
    ...(args ?? []).flatMap((value, index) => {
      const parameter = names[index];
      return parameter === undefined ? [] : [[parameter, value] as const];
    }),
    ...Object.entries(kwargs ?? {}),
  ]);
}

const wholeNumber = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : undefined;

/** Python never rotates where one of the two numbers is missing or 0. */
function rotatingBySize(file: string, values: ReadonlyMap<string, unknown>): MappedHandler {
  const maximumBytes = wholeNumber(values.get('maxBytes')) ?? 0;
  const backups = wholeNumber(values.get('backupCount')) ?? 0;
  if (maximumBytes > 0 && backups > 0) {
    return { settings: { file, rotation: { by: 'size', maximumBytes, backups } }, remarks: [] };
  }
  const remark = 'never rotates: RotatingFileHandler needs maxBytes and backupCount, both above 0.';
  return { settings: { file }, remarks: [remark] };
}

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;

const unitMs: Readonly<Record<string, number>> = {
  S: SECOND,
  M: 60 * SECOND,
  H: HOUR,
  D: DAY,
  MIDNIGHT: DAY,
};

function rotatingByTime(file: string, values: ReadonlyMap<string, unknown>): MappedHandler {
  const when = String(values.get('when') ?? 'h').toUpperCase();
  const unit = unitMs[when] ?? (/^W[0-6]$/.test(when) ? 7 * DAY : undefined);
  const interval = wholeNumber(values.get('interval') ?? 1);
  if (unit === undefined || interval === undefined || interval === 0) {
    const remark =
      'has a when or interval that TimedRotatingFileHandler does not know; the file never rotates.';
    return { settings: { file }, remarks: [remark] };
  }
  const backups = wholeNumber(values.get('backupCount')) ?? 0;
  const isFixed = when === 'MIDNIGHT' || when.startsWith('W');
  return {
    settings: { file, rotation: { by: 'time', intervalMs: unit * interval, backups } },
    remarks: isFixed ? ['rotates a whole interval after the file was begun, not at midnight.'] : [],
  };
}
