import type { Clock } from '../../core/ports.ts';

/** Closing listeners takes half a second at most; a keychain that hangs must not keep the app alive. */
const STOP_WITHIN_MS = 1_500;

export interface QuittingParts {
  /** Answers everyone who waits and closes everything. */
  readonly stop: () => Promise<void>;
  /** `app.exit`: the process ends without asking any window. */
  readonly exit: () => void;
  readonly clock: Clock;
}

export interface Quitting {
  isQuitting(): boolean;
  /** For `before-quit`: puts it off until everything is stopped. */
  beforeQuit(event: { preventDefault(): void }): void;
  /** The system goes down: holding it up would cancel the user's log-out on macOS. */
  systemShutdown(): void;
}

/** Leaves nobody without an answer, and ends the process within two seconds. */
export function createQuitting({ stop, exit, clock }: QuittingParts): Quitting {
  let state: 'running' | 'stopping' | 'going-down' = 'running';

  return {
    isQuitting: () => state !== 'running',
    beforeQuit(event) {
      if (state === 'going-down') return;
      event.preventDefault();
      if (state === 'stopping') return;
      state = 'stopping';
      const cancel = clock.at(clock.now() + STOP_WITHIN_MS, exit);
      void stop().then(
        () => {
          cancel();
          exit();
        },
        // The limit ends it.
        () => {},
      );
    },
    systemShutdown() {
      if (state !== 'running') return;
      state = 'going-down';
      void stop().catch(() => {});
    },
  };
}
