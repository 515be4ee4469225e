import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { javaScriptProgram } from './aws-clients.ts';
import { arnOf } from './callers.ts';

/** A JavaScript program that keeps one SDK client for all its calls. */
export interface LongRunningProgram {
  /** Calls GetCallerIdentity and returns the ARN. */
  call(): Promise<string>;
  end(): Promise<{ readonly exitCode: number | null; readonly stderr: string }>;
}

export function startLongRunningProgram(environment: Readonly<Record<string, string>>): LongRunningProgram {
  const child = spawn(process.execPath, [javaScriptProgram, '--on-each-line'], {
    env: environment,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill());
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const closed = once(child, 'close');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async call() {
      child.stdin.write('\n');
      const { value, done } = await lines.next();
      return arnOf({ exitCode: done === true ? 'early' : 0, stdout: String(value), stderr });
    },
    async end() {
      child.stdin.end();
      await closed;
      return { exitCode: child.exitCode, stderr };
    },
  };
}
