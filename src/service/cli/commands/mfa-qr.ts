import { renderUnicodeCompact } from 'uqr';

/** Modules of light border around the code that scanners need (ISO/IEC 18004). */
const quietZone = 4;

/** White and black of the fixed part of the 256 colours, which themes of terminals leave alone. */
const whiteOnBlack = '\x1b[38;5;231;48;5;16m';
const ordinary = '\x1b[0m';

/**
 * A QR code for a terminal, dark on light in every theme, two modules in one character.
 *
 * @returns Undefined when the terminal has too few columns, where the lines would break.
 */
export function terminalQrCode(text: string, columns: number | undefined): string | undefined {
  const lines = renderUnicodeCompact(text, { border: quietZone, ecc: 'L' }).split('\n');
  const width = Math.max(...lines.map((line) => line.length));
  if (columns !== undefined && columns < width) return undefined;
  return lines.map((line) => `${whiteOnBlack}${line}${ordinary}\n`).join('');
}
