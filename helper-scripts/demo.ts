/**
 * Shows Metafob at work without an AWS account: an STS simulator plays AWS, and a real client asks for
 * credentials. On a terminal a person can type the code and the service stays until Ctrl-C; without one the
 * demo answers itself and ends. Needs the built service.
 *
 *     node helper-scripts/demo.ts [--port NUMBER]
 *
 * Without --port the service is on 45000, or on any free port if that one is taken.
 */
import { parseArgs } from 'node:util';
import { startStsSimulator } from '../test/support/sts-simulator/server.ts';
import { demoConfiguration, demoWorld } from './demo/alice.ts';
import { findClient } from './demo/client.ts';
import { readKeys } from './demo/keyboard.ts';
import { openManagePage } from './demo/manage-page.ts';
import { browserOpener, openInBrowser } from './demo/open-browser.ts';
import { createScreen } from './demo/screen.ts';
import { type ServiceProcess, startServiceProcess } from './demo/service-process.ts';
import { answerOnEnter, messageOf, runTour } from './demo/tour.ts';

const USUAL_PORT = 45_000;
const UNATTENDED_TIMEOUT_MS = 120_000;

const { values } = parseArgs({ options: { port: { type: 'string' } } });
const isInteractive = process.stdin.isTTY === true && process.stdout.isTTY === true;
const screen = createScreen(process.stdout);
const cleanUps: (() => unknown)[] = [];
const quit = new AbortController();
const ended = new AbortController();
const enterListeners = new Set<() => void>();

function onEnter(listener: () => void): () => void {
  enterListeners.add(listener);
  return () => enterListeners.delete(listener);
}

function takeInput(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => quit.abort());
  if (!isInteractive) return;
  const giveBack = readKeys(process.stdin, {
    onEnter: () => {
      for (const listener of enterListeners) listener();
    },
    onQuit: () => quit.abort(),
  });
  cleanUps.push(giveBack);
}

/** On the port that people will use, if it is free. */
async function startService(simulatorUrl: string): Promise<ServiceProcess> {
  const start = (port: number) =>
    startServiceProcess({ configuration: demoConfiguration, simulatorUrl, port });
  if (values.port !== undefined) return start(Number(values.port));
  return start(USUAL_PORT).catch(() => start(0));
}

async function showPage(url: string): Promise<void> {
  const opener = isInteractive ? browserOpener(process.env, process.platform) : undefined;
  const isOpen = opener !== undefined && (await openInBrowser(opener, url));
  screen.print(isOpen ? `The page ${url} opens in your browser.` : `The page is at ${url}`);
}

async function demo(signal: AbortSignal): Promise<void> {
  screen.print('Metafob plays the EC2 instance metadata service on this machine, and asks for MFA codes.');
  const simulator = await startStsSimulator({ world: demoWorld });
  cleanUps.push(() => simulator.close());
  const service = await startService(simulator.url);
  cleanUps.push(() => service.stop());
  screen.print(`Metafob runs on ${service.url}. In place of AWS there is a simulator on ${simulator.url}.`);
  const page = await openManagePage(service.url);
  await showPage(`${service.url}/manage`);
  const client = await findClient({ serviceUrl: service.url, simulatorUrl: simulator.url });
  screen.print();

  const interaction = isInteractive ? { onEnter } : {};
  const tour = runTour({ screen, simulator, page, client, signal, ...interaction });
  await Promise.race([tour, service.unexpectedEnd]);
  screen.print('Everything worked.');
  if (!isInteractive) return;

  screen.print('It goes on until Ctrl-C. To try more, in another terminal:');
  screen.print(`   export AWS_EC2_METADATA_SERVICE_ENDPOINT=${service.url}/ AWS_REGION=eu-west-1`);
  screen.print(`   aws sts get-caller-identity --endpoint-url ${simulator.url}`);
  screen.print('“Clear” in the page makes it ask again; Enter here answers with the code of the phone.');
  const stopAnswering = answerOnEnter({ screen, simulator, page, onEnter });
  cleanUps.push(stopAnswering);
  const left = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
  await Promise.race([left, service.unexpectedEnd]);
}

async function cleanUp(): Promise<void> {
  // A client that still waits would otherwise outlive the service.
  ended.abort();
  for (const step of cleanUps.reverse()) {
    try {
      await step();
    } catch (error) {
      console.error(`The demo could not clean up: ${messageOf(error)}`);
    }
  }
}

const tooLate = isInteractive ? new AbortController().signal : AbortSignal.timeout(UNATTENDED_TIMEOUT_MS);
let isFinished = false;
takeInput();
try {
  await demo(AbortSignal.any([quit.signal, ended.signal, tooLate]));
  isFinished = true;
} catch (error) {
  const reason = tooLate.aborted ? 'the step above took too long.' : messageOf(error);
  if (!quit.signal.aborted) console.error(`The demo failed: ${reason}`);
}
await cleanUp();
if (quit.signal.aborted) screen.print('The demo has ended.');
process.exitCode = isFinished ? 0 : quit.signal.aborted ? 130 : 1;
