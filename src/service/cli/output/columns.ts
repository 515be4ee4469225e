import { type Format, type Paint, printable } from './paint.ts';

export interface StyledCell {
  readonly text: string;
  readonly format: Format;
}
export type Cell = string | StyledCell;

const textOf = (cell: Cell): string => printable(typeof cell === 'string' ? cell : cell.text);

/** Rows as lines with aligned columns, two spaces apart, without trailing spaces. */
export function alignColumns(rows: readonly (readonly Cell[])[], paint: Paint): string[] {
  const columnCount = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columnCount }, (_, column) =>
    Math.max(...rows.map((row) => textOf(row[column] ?? '').length)),
  );
  return rows.map((row) => {
    const last = row.findLastIndex((cell) => textOf(cell) !== '');
    return row
      .slice(0, last + 1)
      .map((cell, column) => {
        const text = textOf(cell);
        const painted = typeof cell === 'string' || text === '' ? text : paint(cell.format, text);
        return column === last ? painted : painted + ' '.repeat((widths[column] ?? 0) - text.length);
      })
      .join('  ');
  });
}
