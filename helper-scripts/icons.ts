/**
 * Draws every icon of the desktop app from the SVG sources in `assets/sources`: PNG files, and Windows and macOS
 * icons made of them. Needs Chromium (`CHROMIUM_PATH`, else /usr/bin/chromium).
 *
 *     node helper-scripts/icons.ts            writes the files, which are committed
 *     node helper-scripts/icons.ts --check    says which are missing or of the wrong kind or size; draws nothing
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { problemOf } from './icons/check.ts';
import { writeIcns, writeIco } from './icons/containers.ts';
import { type Render, withRenderer } from './icons/render.ts';
import { type IconTarget, iconTargets } from './icons/targets.ts';

const assets = join(import.meta.dirname, '..', 'assets');

async function content({ kind, pictures }: IconTarget, render: Render): Promise<Buffer> {
  const drawn: { size: number; png: Buffer }[] = [];
  for (const picture of pictures) drawn.push({ size: picture.size, png: await render(picture) });
  switch (kind) {
    case 'png':
      return Buffer.concat(drawn.map(({ png }) => png));
    case 'ico':
      return writeIco(drawn);
    case 'icns':
      return writeIcns(drawn);
  }
}

async function write(): Promise<void> {
  await withRenderer(assets, async (render) => {
    for (const target of iconTargets) {
      const file = join(assets, target.path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, await content(target, render));
    }
  });
}

if (!process.argv.includes('--check')) await write();

const problems = (await Promise.all(iconTargets.map((target) => problemOf(assets, target)))).filter(
  (problem) => problem !== undefined,
);
for (const problem of problems) console.error(problem);
if (problems.length > 0) {
  console.error('Run “node helper-scripts/icons.ts” to draw the icons again.');
  process.exitCode = 1;
} else {
  console.log(`${iconTargets.length} icon files are there, each of its kind and with its sizes.`);
}
