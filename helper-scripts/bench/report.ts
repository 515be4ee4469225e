import { cpus, release, type } from 'node:os';
import type { Row } from './targets.ts';

const verdict = ({ isMet }: Row): string => {
  if (isMet === undefined) return '';
  return isMet ? 'met' : 'NOT met';
};

/** A Markdown table, with its columns aligned so that it reads well in a terminal too. */
export function tableOf(rows: readonly Row[]): string {
  const cells = [
    ['Measure', 'Target', 'Figure', ''],
    ...rows.map((row) => [row.measure, row.target, row.figure, verdict(row)]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(3, ...cells.map((line) => line[column]?.length ?? 0)));
  const lines = cells.map(
    (line) => `| ${line.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`,
  );
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}

/**
 * Where and when it was measured.
 *
 * @param load programs that wanted to run in the minute before (load average); above about 0.5 they disturb
 */
export function machineOf(now: Date, isThorough: boolean, load: number): string {
  const [first] = cpus();
  const processors = `${cpus().length} × ${first?.model.trim() ?? 'unknown processor'}`;
  const day = now.toISOString().slice(0, 10);
  const mode = isThorough ? 'thorough' : 'quick';
  return `${day}, ${mode} mode, Node.js ${process.versions.node}, ${type()} ${release()}, ${processors}, load average before ${load.toFixed(1)}.`;
}

const BEGIN = '<!-- bench:begin (written by npm run bench -- --write) -->';
const END = '<!-- bench:end -->';

/** @throws Error when the page does not have the marked section */
export function replaceSection(page: string, content: string): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin === -1 || end < begin) throw new Error(`The page needs the lines “${BEGIN}” and “${END}”.`);
  return `${page.slice(0, begin + BEGIN.length)}\n${content}\n${page.slice(end)}`;
}
