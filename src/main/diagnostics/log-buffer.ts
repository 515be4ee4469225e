import type { Logger } from '../../service/logger.ts';
import { redact } from './redact.ts';

type Level = 'error' | 'warn' | 'info' | 'debug';

/** The newest lines of the log in memory, for the log viewer and for diagnostics. */
export interface LogBuffer {
  /** Oldest first, free of secrets. */
  lines(): string[];
  /** A logger that writes here and goes on to `next`. */
  behind(next: Logger): Logger;
}

/** @param size how many lines are kept */
export function createLogBuffer(size: number, now: () => number = Date.now): LogBuffer {
  const kept: string[] = [];

  const add = (level: Level, fields: object, message: string) => {
    kept.push(logLine(now(), level, fields, message));
    if (kept.length > size) kept.shift();
  };

  return {
    lines: () => [...kept],
    behind(next) {
      const write = (level: Level) => (fields: object, message: string) => {
        if (level !== 'debug' || next.isDebug) add(level, fields, message);
        next[level](fields, message);
      };
      return {
        error: write('error'),
        warn: write('warn'),
        info: write('info'),
        debug: write('debug'),
        isDebug: next.isDebug,
        flush: () => next.flush(),
      };
    },
  };
}

/** Fields whose value is a secret whatever it looks like. */
const secretField =
  /^(secret(access)?key|secret|sessiontoken|token|tokencode|code|authorization|cookie|password|passphrase)$/i;

/** `2026-11-22 13:51:07.250Z info  session (profile: dev, state: active)` */
function logLine(at: number, level: Level, fields: object, message: string): string {
  const time = new Date(at).toISOString().replace('T', ' ');
  const details = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${secretField.test(name) ? '[secret]' : valueText(value)}`)
    .join(', ');
  const text = details === '' ? message : `${message} (${details})`;
  // One line each, whatever a message quotes. The time is ours and stays as it is.
  return `${time} ${level.padEnd(5)} ${redact(text.replaceAll(/\s*\n\s*/g, ' '))}`;
}

function valueText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Error) return value.message;
  return (
    JSON.stringify(value, (name, inner) => (secretField.test(name) ? '[secret]' : inner)) ?? String(value)
  );
}
