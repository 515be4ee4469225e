import { crc32, deflateSync } from 'node:zlib';
import { encode } from 'uqr';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const PIXELS_PER_MODULE = 4;

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

const chunk = (type: string, data: Buffer): Buffer => {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([uint32(data.length), content, uint32(crc32(content))]);
};

const repeat = <Item>(items: readonly Item[]): Item[] =>
  items.flatMap((item) => Array.from({ length: PIXELS_PER_MODULE }, () => item));

/** A PNG picture, 8-bit greyscale, of a QR code with this text. */
export const qrCodePng = (text: string): Buffer => {
  const { data, size } = encode(text, { border: 4 });
  const side = size * PIXELS_PER_MODULE;
  const depthEightGreyscale = Buffer.from([8, 0, 0, 0, 0]);
  const unfiltered = 0;
  const rows = data.map((row) => Buffer.from([unfiltered, ...repeat(row).map((dark) => (dark ? 0 : 255))]));
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', Buffer.concat([uint32(side), uint32(side), depthEightGreyscale])),
    chunk('IDAT', deflateSync(Buffer.concat(repeat(rows)))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};
