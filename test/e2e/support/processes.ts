import { readdirSync, readFileSync } from 'node:fs';

/** A process and all that it started, by their ids, read from /proc (Linux). */
export function processTree(root: number): readonly number[] {
  const parents = runningProcesses();
  const below = (id: number): readonly number[] => [
    id,
    ...parents.filter(({ parent }) => parent === id).flatMap((child) => below(child.id)),
  ];
  return below(root);
}

/** Those that still run; one that ended and was not reaped does not. */
export const stillRunning = (ids: readonly number[]): readonly string[] =>
  runningProcesses()
    .filter(({ id }) => ids.includes(id))
    .map(({ id, name }) => `${id} ${name}`);

interface RunningProcess {
  readonly id: number;
  readonly name: string;
  readonly parent: number;
}

function runningProcesses(): readonly RunningProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((id) => {
      const [, name = '', state, parent] = /^\d+ \((.*)\) (\S) (\d+)/.exec(statOf(id)) ?? [];
      return state === undefined || state === 'Z' ? [] : [{ id: Number(id), name, parent: Number(parent) }];
    });
}

function statOf(id: string): string {
  try {
    return readFileSync(`/proc/${id}/stat`, 'utf8');
  } catch {
    return '';
  }
}
