import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export type WorkerRequest =
  | { readonly operation: 'read' | 'remove'; readonly account: string }
  | { readonly operation: 'write'; readonly account: string; readonly secret: string }
  | { readonly operation: 'describe' };

export interface Worker {
  ask(request: WorkerRequest): Promise<unknown>;
  stop(): Promise<void>;
}

export interface WorkerOptions {
  readonly kind: 'auto' | 'keychain' | 'file' | 'careless';
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** Runs the secret store in a process of its own, because keytar finds its D-Bus session in the environment. */
export const startWorker = ({ kind, directory, environment }: WorkerOptions): Worker => {
  const script = fileURLToPath(new URL('keychain-worker.ts', import.meta.url));
  const child = spawn(process.execPath, [script, JSON.stringify({ kind, directory })], {
    env: environment,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  return {
    ask: async (request) => {
      const line = once(lines, 'line');
      child.stdin.write(`${JSON.stringify(request)}\n`);
      const [text] = await line;
      return JSON.parse(String(text));
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      // A thread that waits for a prompt would hold up an orderly end.
      child.kill('SIGKILL');
      await ended;
    },
  };
};
