/** The two formats that hold one picture in many sizes. Both take PNG files as they are. */
export interface SizedPng {
  readonly size: number;
  readonly png: Buffer;
}

const icoHeaderLength = 6;
const icoEntryLength = 16;

/** A Windows icon: a directory of entries, then the PNG files (read by Windows Vista and later). */
export function writeIco(pictures: readonly SizedPng[]): Buffer {
  const header = Buffer.alloc(icoHeaderLength);
  header.writeUInt16LE(1, 2); // an icon, not a cursor
  header.writeUInt16LE(pictures.length, 4);
  let offset = icoHeaderLength + icoEntryLength * pictures.length;
  const entries = pictures.map(({ size, png }) => {
    const entry = Buffer.alloc(icoEntryLength);
    // One byte each: 0 stands for 256.
    entry.writeUInt8(size % 256, 0);
    entry.writeUInt8(size % 256, 1);
    entry.writeUInt16LE(1, 4); // colour planes
    entry.writeUInt16LE(32, 6); // bits a pixel
    entry.writeUInt32LE(png.length, 8);
    entry.writeUInt32LE(offset, 12);
    offset += png.length;
    return entry;
  });
  return Buffer.concat([header, ...entries, ...pictures.map(({ png }) => png)]);
}

/** @throws Error when it is no Windows icon */
export function readIco(file: Buffer): SizedPng[] {
  if (file.length < icoHeaderLength || file.readUInt32LE(0) !== 0x10000)
    throw new Error('not a Windows icon');
  return Array.from({ length: file.readUInt16LE(4) }, (_, index) => {
    const entry = icoHeaderLength + index * icoEntryLength;
    const [length, offset] = [file.readUInt32LE(entry + 8), file.readUInt32LE(entry + 12)];
    return { size: file.readUInt8(entry) || 256, png: file.subarray(offset, offset + length) };
  });
}

/** The types that macOS reads PNG files from; some sizes are there twice, for screens of double density. */
const icnsTypes: readonly (readonly [type: string, size: number])[] = [
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
];
const icnsHeaderLength = 8;

/**
 * A macOS icon. @throws Error when a size is missing
 */
export function writeIcns(pictures: readonly SizedPng[]): Buffer {
  const blocks = icnsTypes.flatMap(([type, size]) => {
    const picture = pictures.find((each) => each.size === size);
    if (picture === undefined) throw new Error(`A macOS icon needs a picture of ${size} pixels.`);
    return [icnsHeader(type, picture.png.length), picture.png];
  });
  const length = blocks.reduce((sum, block) => sum + block.length, 0);
  return Buffer.concat([icnsHeader('icns', length), ...blocks]);
}

function icnsHeader(type: string, contentLength: number): Buffer {
  const header = Buffer.alloc(icnsHeaderLength);
  header.write(type, 'latin1');
  header.writeUInt32BE(icnsHeaderLength + contentLength, 4);
  return header;
}

/** @throws Error when it is no macOS icon, or holds a type that is not in our table */
export function readIcns(file: Buffer): SizedPng[] {
  if (file.toString('latin1', 0, 4) !== 'icns' || file.readUInt32BE(4) !== file.length) {
    throw new Error('not a macOS icon');
  }
  const pictures: SizedPng[] = [];
  for (let at = icnsHeaderLength; at < file.length; ) {
    const type = file.toString('latin1', at, at + 4);
    const length = file.readUInt32BE(at + 4);
    const size = icnsTypes.find(([name]) => name === type)?.[1];
    if (size === undefined || length < icnsHeaderLength)
      throw new Error(`a block of the unknown type “${type}”`);
    pictures.push({ size, png: file.subarray(at + icnsHeaderLength, at + length) });
    at += length;
  }
  return pictures;
}
