import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Every test that runs a service at debug level writes its log to a file of `serviceLogFile` and tells every
 * secret it used to `registerSecret`. After all tests helper-scripts/check-log-secrets.ts looks for each
 * secret in each log, and the run fails if one is there.
 */
const outputFolder = (kind: 'logs' | 'secrets'): string => {
  const folder = join(process.env.METAFOB_TEST_LOG_DIR ?? 'test-output', kind);
  mkdirSync(folder, { recursive: true });
  return folder;
};

/** A new file for the log of one service; `name` (such as `instance-metadata`) is only for people. */
export const serviceLogFile = (name: string): string =>
  join(outputFolder('logs'), `${name}-${randomUUID().slice(0, 8)}.log`);

/**
 * Remembers a secret key, session token, MFA secret, bearer token or token code that must be in no log.
 *
 * @throws RangeError for a value so short, or of several lines, that looking for it makes no sense
 */
export const registerSecret = (value: string): void => {
  if (value.length < 6 || /\s/.test(value)) {
    throw new RangeError('a secret to look for in logs has six characters or more and no white space');
  }
  appendFileSync(join(outputFolder('secrets'), `${process.pid}.txt`), `${value}\n`);
};
