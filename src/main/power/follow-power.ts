import type { Engine } from '../../core/engine.ts';

/** The part of Electron's `powerMonitor` that is used. */
interface PowerMonitorLike {
  on(event: 'suspend', listener: () => void): unknown;
  on(event: 'resume', listener: () => void): unknown;
  on(event: 'lock-screen', listener: () => void): unknown;
  on(event: 'unlock-screen', listener: () => void): unknown;
  on(event: 'shutdown', listener: () => void): unknown;
}

export interface PowerParts {
  readonly powerMonitor: PowerMonitorLike;
  readonly engine: Pick<Engine, 'wake' | 'clearAllSessions'>;
  readonly clearOnLock: () => boolean;
  /** Timers stood still: draw again what depends on the time. */
  readonly onWake: () => void;
  /** The system goes down and must not be held up. */
  readonly onShutdown: () => void;
}

export function followPower({ powerMonitor, engine, clearOnLock, onWake, onShutdown }: PowerParts): void {
  const wake = (): void => {
    engine.wake();
    onWake();
  };
  powerMonitor.on('suspend', () => engine.wake());
  powerMonitor.on('resume', wake);
  powerMonitor.on('unlock-screen', wake);
  powerMonitor.on('lock-screen', () => {
    if (clearOnLock()) engine.clearAllSessions();
  });
  powerMonitor.on('shutdown', onShutdown);
}
