import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Words in front of a command that keep it on one core, so that server and load do not disturb each other. */
export interface Cores {
  readonly server: readonly string[];
  readonly load: readonly string[];
}

export const isInstalled = (program: string, argument: string): boolean =>
  spawnSync(program, [argument], { stdio: 'ignore' }).error === undefined;

export function findCores(): Cores {
  if (availableParallelism() < 2 || !isInstalled('taskset', '--version')) return { server: [], load: [] };
  return { server: ['taskset', '-c', '0'], load: ['taskset', '-c', '1'] };
}
