/**
 * Looks through the logs of a test run for every secret that its tests used. Part of `npm test`; alone:
 *
 *     node helper-scripts/check-log-secrets.ts FOLDER [--logs-expected]
 *
 * `FOLDER/logs` holds the debug logs of the services under test, `FOLDER/secrets/*.txt` one secret per line;
 * both are written through test/support/log-recorder.ts. Exit code 1: a log shows a secret,
 * or with `--logs-expected` there was nothing to look for or nothing to look at.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { findLeaks } from './log-secrets.ts';

const filesIn = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];

const secretsIn = (folder: string): Set<string> =>
  new Set(
    filesIn(folder)
      .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
      .filter((line) => line !== ''),
  );

const { values, positionals } = parseArgs({
  options: { 'logs-expected': { type: 'boolean', default: false } },
  allowPositionals: true,
});
const folder = positionals[0] ?? 'test-output';
const secrets = secretsIn(join(folder, 'secrets'));
const logs = filesIn(join(folder, 'logs'));

const leaks = logs.flatMap((file) =>
  findLeaks(readFileSync(file, 'utf8'), secrets).map(
    ({ line, what }) => `${relative('', file)}:${line} shows a ${what}`,
  ),
);
for (const leak of leaks) console.log(leak);
console.log(`Looked for ${secrets.size} secrets in ${logs.length} service logs: ${leaks.length} found`);
const nothingChecked = values['logs-expected'] && (secrets.size === 0 || logs.length === 0);
if (nothingChecked)
  console.log('The tests recorded no service log or no secret: see test/support/log-recorder.ts');
process.exitCode = leaks.length === 0 && !nothingChecked ? 0 : 1;
