/** The stand-in for Electron: see README.md. Run by the executable `electron` with Electron's arguments. */
import { readFileSync } from 'node:fs';
import inspector from 'node:inspector';
import Module, { createRequire, registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createDeferred } from './app/deferred.ts';
import { createElectron } from './module/create-electron.ts';
import { type Chromium, startChromium } from './process/chromium.ts';
import { parseCommandLine, readAppPackage } from './process/command-line.ts';
import type { DevTools } from './process/devtools.ts';
import { type Display, hasDisplay, startDisplay } from './process/display.ts';

const require = createRequire(import.meta.url);
const executable = fileURLToPath(new URL('electron', import.meta.url));
const argv = process.argv.slice(2);
const commandLine = parseCommandLine(argv);
// First of all: Playwright waits for this line before it can be told of anything that goes wrong.
if (commandLine.inspectorPort !== undefined) inspector.open(commandLine.inspectorPort, '127.0.0.1');

const appPackage = readAppPackage(commandLine.entry ?? '.');
const { version }: { version: string } = JSON.parse(
  readFileSync(require.resolve('electron/package.json'), 'utf8'),
);

let display: Display | undefined;
let chromium: Chromium | undefined;
const devTools = createDeferred<DevTools>();

process.on('exit', () => {
  chromium?.kill();
  display?.stop();
});

const textOf = (error: unknown) => (error instanceof Error ? error.stack : String(error));

/** The main process cannot go on. Electron would show a dialog; a test wants to see why. */
function fail(error: unknown): void {
  process.stderr.write(`A JavaScript error occurred in the main process\n${textOf(error)}\n`);
  process.exit(1);
}
process.on('uncaughtException', fail);
// Electron goes on after these, too.
process.on('unhandledRejection', (reason) => {
  process.stderr.write(`Unhandled rejection in the main process: ${textOf(reason)}\n`);
});

const switches = new Map(commandLine.switches);
const { electron, app, controls } = createElectron({
  appPackage,
  electronVersion: version,
  executable,
  argv: [executable, ...argv],
  switches,
  devTools: devTools.promise,
  end: (code) => setImmediate(() => void end(code)),
});

Object.defineProperty(process.versions, 'electron', { value: version });
Object.defineProperty(process, 'type', { value: 'browser' });
Object.defineProperty(process, 'resourcesPath', { value: appPackage.folder });
Object.defineProperty(process, 'defaultApp', { value: true });
Object.assign(globalThis, { __standin: controls, [Symbol.for('standin.electron')]: { electron } });
process.argv = [executable, ...argv];

const electronModule = pathToFileURL(fileURLToPath(new URL('module/electron.cjs', import.meta.url))).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' || specifier === 'electron/main'
      ? { url: electronModule, format: 'commonjs', shortCircuit: true }
      : next(specifier, context),
});
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => app.quit());

const ownDisplay = hasDisplay(process.env) ? undefined : startDisplay();
for (const file of commandLine.required) require(file);
Module.runMain(appPackage.main);
// After the main module's own lines, which may add switches.
setImmediate(() => void open().catch(fail));

async function end(code: number): Promise<void> {
  await chromium?.stop();
  process.exit(code);
}

async function open(): Promise<void> {
  display = await ownDisplay;
  chromium = await startChromium({
    display: display?.name,
    switches: chromiumSwitches(),
    announce: (line) => process.stderr.write(`${line}\n`),
  });
  chromium.onCrash(fail);
  devTools.resolve(chromium.devTools);
  app.becomeReady();
}

/** Electron's arguments that are not Chromium's stay here. */
function chromiumSwitches(): ReadonlyMap<string, string> {
  const own = new Set(['inspect', 'user-data-dir', 'hidden']);
  return new Map([...switches].filter(([name]) => !own.has(name)));
}
