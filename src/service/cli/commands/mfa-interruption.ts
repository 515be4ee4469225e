import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Interruption {
  /** Rejects when the person or the system wants the command to end. */
  readonly wanted: Promise<never>;
  happened(): boolean;
  stop(): void;
}

/**
 * While this is on, neither a signal nor a terminal that was closed ends the process before it has tidied up.
 */
export function catchInterruption(
  { stdin, stdout, stderr }: Pick<CliIo, 'stdin' | 'stdout' | 'stderr'>,
  source: NodeJS.EventEmitter = process,
): Interruption {
  let interrupted = false;
  let reject = (_error: CliError): void => {};
  const wanted = new Promise<never>((_resolve, rejectWanted) => {
    reject = rejectWanted;
  });
  // It counts only while somebody waits for it.
  wanted.catch(() => {});
  const onSignal = (): void => {
    interrupted = true;
    reject(new CliError('interrupted', 'Interrupted.'));
  };
  for (const signal of signals) source.on(signal, onSignal);
  // Reading and writing fail once the window is closed, even before SIGHUP comes.
  for (const stream of [stdin, stdout, stderr]) stream.on('error', onSignal);
  return {
    wanted,
    happened: () => interrupted,
    stop() {
      for (const signal of signals) source.off(signal, onSignal);
      for (const stream of [stdin, stdout, stderr]) stream.off('error', onSignal);
    },
  };
}
