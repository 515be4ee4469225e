/** Launches the sample app, says which processes belong to it, and waits to be killed. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchApp } from './launch.ts';
import { processTree } from './processes.ts';

const app = await launchApp({
  app: fileURLToPath(new URL('../../standin/sample-app', import.meta.url)),
  userData: mkdtempSync(join(tmpdir(), 'standin-held-')),
});
await app.waitForWindow('main');
process.stdout.write(`${JSON.stringify(processTree(process.pid))}\n`);
