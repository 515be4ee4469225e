import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { trayScenes } from '../../../helper-scripts/tray-texts/scenes.ts';
import { trayView } from '../../../src/main/tray/tray-view.ts';
import { trayText } from '../../support/tray-text.ts';
import { now } from './support/views.ts';

const images = join(import.meta.dirname, '..', '..', '..', 'docs', 'images');

describe('the tray in the documentation', () => {
  it.each(Object.entries(trayScenes))('is what the app shows: %s', async (name, input) => {
    // To renew them: node helper-scripts/tray-texts.ts
    expect(await readFile(join(images, `tray-${name}.txt`), 'utf8')).toBe(trayText(trayView(input, now)));
  });
});
