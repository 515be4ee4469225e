import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { run } from '../../../../src/service/cli/run.ts';
import { runningServicePath, writeRunningService } from '../../../../src/service/running-service.ts';
import { type FakeService, now, serviceToken } from './fake-manage-server.ts';

export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A user's home directory and environment, and the commands this user types. */
export interface User {
  readonly home: string;
  readonly environment: Record<string, string | undefined>;
  /** Leaves the file behind that a service of this user writes. */
  publish(service: FakeService): Promise<void>;
  run(words: readonly string[], input?: Input): Promise<Outcome>;
  remove(): Promise<void>;
}

export interface Input {
  /** What a pipe brings on standard input. */
  readonly piped?: string;
  /** Lines typed on a terminal, each after a question appeared. `null`: Ctrl-D; `\x03`: Ctrl-C. */
  readonly typed?: readonly (string | null)[];
}

export async function createUser(): Promise<User> {
  const home = await mkdtemp(join(tmpdir(), 'metafob-cli-'));
  const environment: Record<string, string | undefined> = { XDG_RUNTIME_DIR: join(home, 'run') };
  return {
    home,
    environment,
    publish: ({ url }) =>
      writeRunningService(runningServicePath(environment, 'linux', home), {
        processId: process.pid,
        url,
        token: serviceToken,
      }),
    run: (words, input) => runInProcess(words, input ?? {}, environment, home),
    remove: () => rm(home, { recursive: true, force: true }),
  };
}

async function runInProcess(
  words: readonly string[],
  { piped, typed }: Input,
  environment: Record<string, string | undefined>,
  homeDirectory: string,
): Promise<Outcome> {
  const stdin = Object.assign(new PassThrough(), typed === undefined ? {} : { isTTY: true });
  if (typed === undefined) stdin.end(piped ?? '');
  const answers = [...(typed ?? [])];
  const stdout = collector();
  const stderr = collector((text) => {
    // Every question ends like this.
    if (!/(up|again)\)?: $/.test(text)) return;
    const answer = answers.shift();
    setImmediate(() => stdin.write(answer === null ? '\x04' : answer === '\x03' ? answer : `${answer}\r`));
  });
  const exitCode = await run(['node', 'metafob', ...words], {
    stdin,
    stdout: stdout.stream,
    stderr: stderr.stream,
    environment,
    platform: 'linux',
    homeDirectory,
    now: () => now,
  });
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

function collector(onWrite: (text: string) => void = () => undefined) {
  let text = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      onWrite(String(chunk));
      done();
    },
  });
  return { stream, text: () => text };
}
