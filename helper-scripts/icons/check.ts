import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readIcns, readIco, type SizedPng } from './containers.ts';
import { type Pixels, readPng } from './png.ts';
import type { IconTarget } from './targets.ts';

/** The pictures in a generated file. @throws Error when it is not of its kind */
export function picturesIn(kind: IconTarget['kind'], file: Buffer): Pixels[] {
  const pixels = ({ size, png }: SizedPng): Pixels => {
    const picture = readPng(png);
    if (picture.width !== size) throw new Error(`holds ${picture.width} pixels where it says ${size}`);
    return picture;
  };
  switch (kind) {
    case 'png':
      return [readPng(file)];
    case 'ico':
      return readIco(file).map(pixels);
    case 'icns':
      return readIcns(file).map(pixels);
  }
}

/** What is wrong with a generated file, as a sentence; undefined when its kind and its sizes are right. */
export async function problemOf(assets: string, target: IconTarget): Promise<string | undefined> {
  try {
    const pictures = picturesIn(target.kind, await readFile(join(assets, target.path)));
    const uneven = pictures.find(({ width, height }) => width !== height);
    if (uneven !== undefined) return `${target.path}: ${uneven.width} × ${uneven.height} is not a square.`;
    const present = sizes(pictures.map(({ width }) => width));
    const wanted = sizes(target.pictures.map(({ size }) => size));
    return present === wanted ? undefined : `${target.path}: has the sizes ${present}, not ${wanted}.`;
  } catch (error) {
    return `${target.path}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

const sizes = (values: readonly number[]): string =>
  [...new Set(values)].sort((one, other) => one - other).join(', ');
