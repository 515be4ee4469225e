import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { picturesIn, problemOf } from '../../../helper-scripts/icons/check.ts';
import { readIcns, writeIcns, writeIco } from '../../../helper-scripts/icons/containers.ts';
import type { Pixels } from '../../../helper-scripts/icons/png.ts';
import { iconTargets } from '../../../helper-scripts/icons/targets.ts';
import { trayImage } from '../../../src/main/tray/tray-images.ts';
import { type TrayIcon, trayIcons } from '../../../src/main/tray/tray-menu.ts';

const assets = join(import.meta.dirname, '..', '..', '..', 'assets');

const pictures = async (path: string): Promise<Pixels[]> => {
  const target = iconTargets.find((each) => each.path === path);
  if (target === undefined) throw new Error(`${path} is not generated.`);
  return picturesIn(target.kind, await readFile(join(assets, path)));
};

const pixelsOf = ({ rgba }: Pixels): number[][] =>
  Array.from({ length: rgba.length / 4 }, (_, index) => [...rgba.subarray(index * 4, index * 4 + 4)]);
const alphasOf = (picture: Pixels): number[] => pixelsOf(picture).map(([, , , alpha = 0]) => alpha);

/** How much of the ink of two pictures is not in both: 0 is the same shape, 1 has nothing in common. */
const shapeDifference = (one: Pixels, other: Pixels): number => {
  const [first, second] = [alphasOf(one), alphasOf(other)];
  const inOne = first.reduce((sum, alpha, index) => sum + Math.abs(alpha - (second[index] ?? 0)), 0);
  const inAny = first.reduce((sum, alpha, index) => sum + Math.max(alpha, second[index] ?? 0), 0);
  return inOne / inAny;
};

describe('the generated icons', () => {
  it.each(iconTargets.map((target) => [target.path, target] as const))(
    '%s has its kind and sizes',
    async (_, target) => {
      expect(await problemOf(assets, target)).toBeUndefined();
    },
  );

  it.each(iconTargets.map(({ path }) => path))('%s is drawn upon nothing', async (path) => {
    for (const picture of await pictures(path)) {
      const alphas = alphasOf(picture);
      expect(alphas.some((alpha) => alpha > 200)).toBe(true);
      expect(alphas[0]).toBe(0);
    }
  });
});

describe('the tray icons', () => {
  it('are templates for macOS: black, and told apart by alpha alone', async () => {
    for (const icon of trayIcons) {
      for (const scale of ['', '@2x']) {
        const [picture] = await pictures(`tray/mac/${icon}Template${scale}.png`);
        if (picture === undefined) throw new Error('The file is empty.');
        expect(picture.width).toBe(scale === '' ? 18 : 36);
        const inked = pixelsOf(picture).filter(([, , , alpha]) => alpha !== 0);
        expect(inked.every(([red, green, blue]) => red === 0 && green === 0 && blue === 0)).toBe(true);
      }
    }
  });

  const pairs = trayIcons.flatMap((one, index) =>
    trayIcons.slice(index + 1).map((other) => [one, other] as const),
  );

  it.each(pairs)('“%s” and “%s” differ in shape, in the smallest size too', async (one, other) => {
    for (const path of [
      (icon: TrayIcon) => `tray/mac/${icon}Template.png`,
      (icon: TrayIcon) => `tray/linux/22/${icon}.png`,
      (icon: TrayIcon) => `tray/windows/${icon}-on-dark.ico`,
    ]) {
      const [[first], [second]] = [await pictures(path(one)), await pictures(path(other))];
      if (first === undefined || second === undefined) throw new Error('A file is empty.');
      expect(shapeDifference(first, second)).toBeGreaterThan(0.2);
    }
  });

  it.each(trayIcons)('“%s” stands out from light and dark panels on Linux', async (icon) => {
    const [picture] = await pictures(`tray/linux/48/${icon}.png`);
    if (picture === undefined) throw new Error('The file is empty.');
    const inked = pixelsOf(picture).filter(([, , , alpha]) => alpha === 255);
    expect(inked.length).toBeGreaterThan(0);
    for (const colour of inked) {
      expect(contrast(colour, [255, 255, 255])).toBeGreaterThan(3);
      expect(contrast(colour, [0, 0, 0])).toBeGreaterThan(3);
    }
  });

  it('exist for every platform, state, theme and scale that the app asks for', () => {
    const generated = new Set(iconTargets.map(({ path }) => path));
    for (const platform of ['darwin', 'win32', 'linux'] as const) {
      for (const icon of trayIcons) {
        for (const dark of [true, false]) {
          for (const scaleFactor of [1, 1.25, 1.5, 2, 3]) {
            const path = trayImage({ directory: 'tray', platform, icon, dark, scaleFactor });
            expect(generated).toContain(path.replaceAll('\\', '/'));
          }
        }
      }
    }
  });

  it('are never enlarged on Linux, up to twice the density', () => {
    const sizeAt = (scaleFactor: number) =>
      trayImage({ directory: '', platform: 'linux', icon: 'none', dark: false, scaleFactor });
    expect([1, 1.09, 1.25, 1.5, 2].map(sizeAt)).toEqual(
      [22, 24, 32, 48, 48].map((size) => join('linux', `${size}`, 'none.png')),
    );
  });
});

describe('icon files', () => {
  const png = Buffer.from('not looked at');

  it('for macOS need every size', () => {
    expect(() => writeIcns([{ size: 32, png }])).toThrow('64 pixels');
  });

  it('are checked for being what they are called', async () => {
    expect(() => picturesIn('ico', writeIcns(allSizes(png)))).toThrow('not a Windows icon');
    expect(() => picturesIn('icns', writeIco([{ size: 16, png }]))).toThrow('not a macOS icon');
    expect(() => picturesIn('png', png)).toThrow('not a PNG file');
    expect(readIcns(writeIcns(allSizes(png))).every((each) => each.png.equals(png))).toBe(true);
  });

  it('are reported when they are missing', async () => {
    expect(await problemOf(assets, { path: 'nowhere.png', kind: 'png', pictures: [] })).toContain('ENOENT');
  });
});

const allSizes = (png: Buffer) => [32, 64, 128, 256, 512, 1024].map((size) => ({ size, png }));

/** The contrast ratio of WCAG 2. */
function contrast(one: readonly number[], other: readonly number[]): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((first, second) => first - second);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = colour.map((value) => {
    const channel = value / 255;
    return channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
