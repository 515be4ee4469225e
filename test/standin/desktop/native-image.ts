import { readFileSync } from 'node:fs';

/** Of the image only what can be told without drawing it: size, file, template flag. */
export class NativeImage
  implements Pick<Electron.NativeImage, 'isEmpty' | 'setTemplateImage' | 'isTemplateImage' | 'toPNG'>
{
  readonly #bytes: Buffer;
  readonly #size: Electron.Size | undefined;
  /** The file it came from, for tests. */
  readonly path: string;
  #template: boolean;

  constructor(bytes: Buffer, path = '') {
    this.#bytes = bytes;
    this.#size = pngSize(bytes);
    this.path = path;
    this.#template = /Template(@\dx)?\.png$/.test(path);
  }

  isEmpty(): boolean {
    return this.#size === undefined;
  }
  getSize(): Electron.Size {
    return this.#size ?? { width: 0, height: 0 };
  }
  toPNG(): Buffer {
    return this.#size === undefined ? Buffer.alloc(0) : this.#bytes;
  }
  toDataURL(): string {
    return `data:image/png;base64,${this.toPNG().toString('base64')}`;
  }
  setTemplateImage(template: boolean): void {
    this.#template = template;
  }
  isTemplateImage(): boolean {
    return this.#template;
  }
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

const pngSize = (bytes: Buffer): Electron.Size | undefined =>
  bytes.length >= 24 && bytes.subarray(0, 8).equals(signature)
    ? { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
    : undefined;

export const nativeImage = {
  createEmpty: () => new NativeImage(Buffer.alloc(0)),
  createFromBuffer: (bytes: Buffer) => new NativeImage(bytes),
  /** A file that is missing or no picture gives an empty image, without an error. */
  createFromPath(path: string): NativeImage {
    try {
      return new NativeImage(readFileSync(path), path);
    } catch {
      return new NativeImage(Buffer.alloc(0), path);
    }
  },
  createFromDataURL: (url: string) => new NativeImage(Buffer.from(url.split(',')[1] ?? '', 'base64')),
};

/** An argument `image: NativeImage | string`. @throws Error as Electron does for a file that it cannot read */
export function toImage(image: unknown): NativeImage {
  if (image instanceof NativeImage) return image;
  if (typeof image !== 'string')
    throw new TypeError('Error processing argument at index 0, conversion failure');
  const loaded = nativeImage.createFromPath(image);
  if (loaded.isEmpty()) throw new Error(`Failed to load image from path '${image}'`);
  return loaded;
}
