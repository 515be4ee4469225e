import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export type WatcherCommand = 'own' | 'disown' | 'host on' | 'host off';

export interface FakeWatcher {
  /** Resolves when it is done. */
  tell(command: WatcherCommand): Promise<void>;
  stop(): Promise<void>;
}

/** Needs Python as the system packages python3-dbus and python3-gi extend it. */
export function startFakeWatcher(environment: NodeJS.ProcessEnv): FakeWatcher {
  const script = join(import.meta.dirname, 'watcher.py');
  const child = spawn('/usr/bin/python3', [script], { env: environment, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async tell(command) {
      child.stdin.write(`${command}\n`);
      const { done } = await lines.next();
      if (done) throw new Error('The fake tray watcher ended.');
    },
    async stop() {
      const ended = once(child, 'exit');
      child.stdin.end();
      await ended;
    },
  };
}
