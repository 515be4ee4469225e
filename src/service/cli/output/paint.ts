import { stripVTControlCharacters, styleText } from 'node:util';
import type { CliIo, TerminalOutput } from '../cli-io.ts';

export type Format = 'bold' | 'dim' | 'green' | 'yellow' | 'red' | 'cyan';

/** Gives text a colour, or leaves it alone where colours are not wanted. */
export type Paint = (format: Format, text: string) => string;

export const noPaint: Paint = (_format, text) => text;

/** Colours only on a terminal that can show them, and not when NO_COLOR (no-color.org) is set. */
export function paintFor(stream: TerminalOutput, environment: CliIo['environment']): Paint {
  const wanted = stream.isTTY === true && !environment.NO_COLOR && environment.TERM !== 'dumb';
  return wanted ? (format, text) => styleText(format, text, { validateStream: false }) : noPaint;
}

/** Text from elsewhere without anything that could steer the terminal. */
export const printable = (text: string): string => stripVTControlCharacters(text).replace(/\p{Cc}/gu, ' ');
