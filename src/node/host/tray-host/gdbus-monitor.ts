import { spawn } from 'node:child_process';

/**
 * Watches the tray watcher's name and signals on D-Bus with `gdbus monitor`, which prints a line for each
 * event. Where gdbus is missing nothing is ever told. Ends with the function that is returned.
 */
export const gdbusMonitor =
  (environment: NodeJS.ProcessEnv) =>
  (onEvent: () => void): (() => void) => {
    const child = spawn('gdbus', ['monitor', '--session', '--dest', 'org.kde.StatusNotifierWatcher'], {
      env: environment,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    child.on('error', () => {});
    child.stdout.on('data', onEvent);
    child.unref();
    return () => child.kill();
  };
