import { inflateSync } from 'node:zlib';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const bytesPerPixel = 4;

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and alpha of each pixel, row by row from the top. */
  readonly rgba: Uint8Array;
}

/**
 * Reads PNG files as Chromium writes them: 8 bits a channel, with alpha, not interlaced.
 * @throws Error when it is anything else
 */
export function readPng(file: Buffer): Pixels {
  if (!file.subarray(0, 8).equals(signature)) throw new Error('not a PNG file');
  const header = chunk(file, 'IHDR')[0];
  if (header === undefined) throw new Error('a PNG file without a header');
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const [depth, colourType, , , interlace] = header.subarray(8);
  if (depth !== 8 || colourType !== 6 || interlace !== 0) {
    throw new Error('not a PNG file with 8 bits of red, green, blue and alpha');
  }
  const filtered = inflateSync(Buffer.concat(chunk(file, 'IDAT')));
  return { width, height, rgba: unfilter(filtered, width, height) };
}

function chunk(file: Buffer, wanted: string): Buffer[] {
  const found: Buffer[] = [];
  for (let at = signature.length; at < file.length; ) {
    const length = file.readUInt32BE(at);
    if (file.toString('latin1', at + 4, at + 8) === wanted)
      found.push(file.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return found;
}

/** Each row begins with the number of its filter (PNG specification, section 9). */
function unfilter(filtered: Buffer, width: number, height: number): Uint8Array {
  const stride = width * bytesPerPixel;
  const rgba = new Uint8Array(stride * height);
  const at = (row: number, column: number): number =>
    row < 0 || column < 0 ? 0 : (rgba[row * stride + column] ?? 0);
  for (let row = 0; row < height; row += 1) {
    const filter = filtered[row * (stride + 1)] ?? 0;
    for (let column = 0; column < stride; column += 1) {
      const left = at(row, column - bytesPerPixel);
      const above = at(row - 1, column);
      const aboveLeft = column < bytesPerPixel ? 0 : at(row - 1, column - bytesPerPixel);
      const raw = filtered[row * (stride + 1) + 1 + column] ?? 0;
      rgba[row * stride + column] = raw + prediction(filter, left, above, aboveLeft);
    }
  }
  return rgba;
}

function prediction(filter: number, left: number, above: number, aboveLeft: number): number {
  switch (filter) {
    case 0:
      return 0;
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return Math.floor((left + above) / 2);
    case 4:
      return paeth(left, above, aboveLeft);
    default:
      throw new Error(`PNG filter ${filter} is unknown`);
  }
}

function paeth(left: number, above: number, aboveLeft: number): number {
  const estimate = left + above - aboveLeft;
  const [toLeft, toAbove, toAboveLeft] = [left, above, aboveLeft].map((value) => Math.abs(estimate - value));
  if (toLeft === undefined || toAbove === undefined || toAboveLeft === undefined) return left;
  if (toLeft <= toAbove && toLeft <= toAboveLeft) return left;
  return toAbove <= toAboveLeft ? above : aboveLeft;
}
