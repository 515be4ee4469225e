import { stripVTControlCharacters } from 'node:util';
import jsQr from 'jsqr';
import { expect, test } from 'vitest';
import { terminalQrCode } from '../../../src/service/cli/commands/mfa-qr.ts';

const uri = `otpauth://totp/Amazon%20Web%20Services:alice%40111122223333?secret=${'JBSWY3DP'.repeat(8)}&issuer=Amazon%20Web%20Services`;

/** Light or dark for the upper and the lower half of a character, with light as the ink. */
const halves: Readonly<Record<string, readonly [boolean, boolean]>> = {
  '█': [true, true],
  '▀': [true, false],
  '▄': [false, true],
  ' ': [false, false],
};
const pixelsOfModule = 4;

/** What a camera would see, one square per half character. */
function photograph(lines: readonly string[]) {
  const rows = lines.flatMap((line) =>
    [0, 1].map((half) => [...line].map((c) => halves[c]?.[half === 0 ? 0 : 1])),
  );
  const width = (rows[0]?.length ?? 0) * pixelsOfModule;
  const height = rows.length * pixelsOfModule;
  const pixels = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const light = rows[Math.floor(y / pixelsOfModule)]?.[Math.floor(x / pixelsOfModule)];
      if (light === false) pixels.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  }
  return { pixels, width, height };
}

const decode = typeof jsQr === 'function' ? jsQr : undefined;

test('the QR code in a terminal is read back by a scanner', () => {
  const code = terminalQrCode(uri, 120) ?? '';
  const lines = stripVTControlCharacters(code).trimEnd().split('\n');
  const { pixels, width, height } = photograph(lines);
  expect(decode?.(pixels, width, height)?.data).toBe(uri);
});

test('every line sets its own colours and gives them back', () => {
  const lines = (terminalQrCode(uri, undefined) ?? '').trimEnd().split('\n');
  for (const line of lines) {
    expect(line.startsWith('\x1b[38;5;231;48;5;16m')).toBe(true);
    expect(line.endsWith('\x1b[0m')).toBe(true);
  }
});

test('there is none where its lines would break', () => {
  expect(terminalQrCode(uri, 40)).toBeUndefined();
});
