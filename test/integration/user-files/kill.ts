import type { ChildProcess } from 'node:child_process';
import { watch } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type FileTexts, foreign, type KillCase, type KillScene, type KillWorld } from './kill-case.ts';
import { createUserOfFiles, type Ended, type UserFiles } from './support.ts';

export interface KillOutcome {
  readonly files: 'nothing changed yet' | 'something changed' | 'ended before';
  /** Whether the command, run again, first refused and said what to do. */
  readonly hadToObey: boolean;
}

/** When to kill: so many ms after the start, or after the first sign of a change of a file. */
export interface KillMoment {
  readonly after: 'start' | 'first change';
  readonly delay: number;
}

interface PreparedScene extends KillScene {
  readonly before: FileTexts;
}

/** In ms. */
export interface Duration {
  readonly total: number;
  /** From the first sign of a change of a file to the end. */
  readonly changing: number;
}

/** How long the command takes when nobody kills it. Throws when it fails. */
export async function measure(killCase: KillCase, world: KillWorld, command?: string): Promise<Duration> {
  const scene = await prepare(killCase, world, command);
  const watching = new AbortController();
  try {
    const start = performance.now();
    const changedAt = firstChange(scene, watching.signal).then(() => performance.now());
    const ended = await runToEnd(killCase, scene);
    const end = performance.now();
    if (ended.exitCode !== 0) throw new Error(`${killCase.name} failed: ${ended.stderr}`);
    await refuseProblems(killCase, scene, 'not killed');
    await refuseEnd(killCase, scene, 'not killed');
    return { total: end - start, changing: end - (await changedAt) };
  } finally {
    watching.abort();
    await scene.user.remove();
  }
}

/**
 * Runs the command in new surroundings, kills it, and runs it again to its end. Throws, naming the moment, when
 * a file lost anything or has become unreadable, or when the second run does not succeed.
 */
export async function killOnce(
  killCase: KillCase,
  world: KillWorld,
  moment: KillMoment,
  command?: string,
): Promise<KillOutcome> {
  const scene = await prepare(killCase, world, command);
  const when = `killed ${moment.delay} ms after the ${moment.after}`;
  try {
    const wasKilled = await runAndKill(killCase, scene, moment);
    await refuseProblems(killCase, scene, when);
    const isAsBefore = await hasTexts(scene);
    const hadToObey = await runAgain(killCase, scene, when);
    if (!wasKilled) return { files: 'ended before', hadToObey };
    return { files: isAsBefore ? 'nothing changed yet' : 'something changed', hadToObey };
  } finally {
    await scene.user.remove();
  }
}

async function prepare(
  { before, withService }: KillCase,
  world: KillWorld,
  command: string | undefined,
): Promise<PreparedScene> {
  world.simulator.reset();
  const texts = await before(world);
  const variables: Record<string, string> = withService ? runtimeOf(world) : {};
  const user = await createUserOfFiles(world.simulator.url, command, variables);
  for (const [name, file] of filesOf(user.files)) {
    // The folder of every file, because each is watched.
    await mkdir(dirname(file), { recursive: true });
    const text = texts[name];
    if (text !== undefined) await user.write(file, text);
  }
  return { ...world, user, before: texts };
}

/** Where commands find the service of the user. */
const runtimeOf = ({ service }: KillWorld): Record<string, string> => ({
  XDG_RUNTIME_DIR: service.environment.XDG_RUNTIME_DIR ?? '',
});

const filesOf = (files: UserFiles): readonly [keyof UserFiles, string][] => [
  ['credentials', files.credentials],
  ['config', files.config],
  ['withoutMfa', files.withoutMfa],
  ['own', files.own],
];

/** Gives the command what it reads. */
function feed(child: ChildProcess, { piped, answer }: KillCase, scene: KillScene): void {
  const { stdin, stderr } = child;
  stdin?.on('error', () => undefined);
  if (answer === undefined) {
    stdin?.end(piped ?? '');
    return;
  }
  let said = '';
  stderr?.on('data', (chunk) => {
    said += String(chunk);
    const reply = stdin?.writableEnded ? undefined : answer(said, scene);
    if (reply !== undefined) stdin?.end(reply);
  });
  // A command that ends without a question must not wait.
  child.on('exit', () => stdin?.end());
}

const runToEnd = (killCase: KillCase, scene: KillScene): Promise<Ended> =>
  scene.user.run(killCase.words, (child) => feed(child, killCase, scene));

/** Whether it was still running. */
async function runAndKill(
  killCase: KillCase,
  scene: PreparedScene,
  { after, delay }: KillMoment,
): Promise<boolean> {
  const watching = new AbortController();
  const changed = firstChange(scene, watching.signal);
  try {
    const child = scene.user.start(killCase.words);
    feed(child, killCase, scene);
    const closed = new Promise<NodeJS.Signals | null>((resolve) =>
      child.on('close', (_code, signal) => resolve(signal)),
    );
    if (after === 'first change') await Promise.race([changed, closed]);
    await pause(delay);
    child.kill('SIGKILL');
    return (await closed) === 'SIGKILL';
  } finally {
    watching.abort();
  }
}

/** Of a file, its lock, its draft or its backup: their names hold its name. */
const firstChange = ({ user }: KillScene, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const files = Object.values(user.files);
    const names = files.map((file) => basename(file));
    for (const folder of new Set(files.map((file) => dirname(file)))) {
      watch(folder, { signal, persistent: false }, (_event, changed) => {
        if (names.some((name) => changed?.includes(name))) resolve();
      });
    }
  });

/** Whether the command first refused, and succeeded once the user had done what it said. */
async function runAgain(killCase: KillCase, scene: PreparedScene, when: string): Promise<boolean> {
  const first = await runToEnd(killCase, scene);
  const hadToObey = first.exitCode !== 0 && (await killCase.obey?.(scene, first)) === true;
  const ended = hadToObey ? await runToEnd(killCase, scene) : first;
  if (ended.exitCode !== 0) {
    throw new Error(`${killCase.name}, ${when} and run again, failed: ${ended.stderr}`);
  }
  await refuseProblems(killCase, scene, `${when} and run again`);
  await refuseEnd(killCase, scene, `${when} and run again`);
  return hadToObey;
}

async function hasTexts({ user, before }: PreparedScene): Promise<boolean> {
  const texts = await Promise.all(filesOf(user.files).map(([, file]) => user.read(file)));
  return filesOf(user.files).every(([name], index) => texts[index] === before[name]);
}

async function refuseProblems(killCase: KillCase, scene: PreparedScene, when: string): Promise<void> {
  const problem = (await lostLines(scene)) ?? (await killCase.check(scene));
  if (problem !== undefined) throw new Error(`${killCase.name}, ${when}: ${problem}`);
}

async function refuseEnd(killCase: KillCase, scene: KillScene, when: string): Promise<void> {
  const problem = await killCase.checkEnd(scene);
  if (problem !== undefined) throw new Error(`${killCase.name}, ${when}: ${problem}`);
}

async function lostLines({ user, before }: PreparedScene): Promise<string | undefined> {
  for (const [name, file] of filesOf(user.files)) {
    if (before[name] === undefined) continue;
    const text = (await user.read(file)) ?? '';
    if (!text.startsWith(foreign[name])) return `${name}: lines of the user are lost`;
    if (!text.endsWith('\n')) return `${name}: the file is cut off`;
  }
  return undefined;
}
