/**
 * Writes the tray as text, in each of its states, into `docs/images/tray-*.txt`.
 *
 *     node helper-scripts/tray-texts.ts [directory]
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { trayView } from '../src/main/tray/tray-view.ts';
import { trayText } from '../test/support/tray-text.ts';
import { now } from '../test/unit/tray/support/views.ts';
import { trayScenes } from './tray-texts/scenes.ts';

const [target = join(import.meta.dirname, '..', 'docs', 'images')] = process.argv.slice(2);

await mkdir(target, { recursive: true });
for (const [name, input] of Object.entries(trayScenes)) {
  await writeFile(join(target, `tray-${name}.txt`), trayText(trayView(input, now)));
  console.log(`tray-${name}.txt`);
}
