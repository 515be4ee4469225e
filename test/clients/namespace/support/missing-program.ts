import { spawnSync } from 'node:child_process';

/** Whether to leave out the tests with a program, with the reason printed; never under CI. */
export function isMissing(program: string): boolean {
  if (process.env.CI === 'true' || spawnSync('which', [program]).status === 0) return false;
  console.warn(`There is no ${program} on this machine, so nothing was tested with it.`);
  return true;
}
