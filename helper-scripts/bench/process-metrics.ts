import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/*
 * What Linux tells about a process (proc(5)).
 */

export const canMeasureProcesses: boolean = process.platform === 'linux';

const ticksPerSecond = (): number => Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** CPU time of all threads so far, user and system, in µs. The kernel counts it in steps of 10 ms. */
export function cpuMicroseconds(processId: number): number {
  const stat = readFileSync(`/proc/${processId}/stat`, 'utf8');
  // The name of the program, in parentheses, may contain spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [userTicks, systemTicks] = [fields[11], fields[12]];
  return ((Number(userTicks) + Number(systemTicks)) / ticksPerSecond()) * 1e6;
}

/** Resident memory in KB. */
export function residentKilobytes(processId: number): number {
  const status = readFileSync(`/proc/${processId}/status`, 'utf8');
  return Number(status.match(/^VmRSS:\s+(\d+) kB$/m)?.[1]);
}
