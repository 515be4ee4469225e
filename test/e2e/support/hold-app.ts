/** Launches the sample app, says which processes belong to it, and waits to be killed. Argument: the folder for its data. */
import { fileURLToPath } from 'node:url';
import { launchApp } from './launch.ts';
import { processTree } from './processes.ts';

const app = await launchApp({
  app: fileURLToPath(new URL('../../standin/sample-app', import.meta.url)),
  userData: process.argv[2] ?? '',
});
await app.waitForWindow('main');
process.stdout.write(`${JSON.stringify(processTree(process.pid))}\n`);
