import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The systems as Electron Builder's configuration calls them. */
export type System = 'linux' | 'mac' | 'win';

/**
 * Where the fuses are in Electron's binary: this text, then the version and the number of the fuses, then one
 * byte for each (`0` off, `1` on). As Electron 45 comes: cookie encryption and what tightens are off.
 */
export const fakeBinary = (states = '101100011'): Buffer =>
  Buffer.concat([
    Buffer.alloc(4096),
    Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
    Buffer.from([1, states.length]),
    Buffer.from(states),
    Buffer.alloc(4096),
  ]);

const propertyList = (values: Readonly<Record<string, string>>): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<plist version="1.0"><dict>',
    ...Object.entries(values).map(([key, value]) => `<key>${key}</key><string>${value}</string>`),
    '</dict></plist>',
  ].join('\n');

const locales = (folder: string): Record<string, string> =>
  Object.fromEntries(['de', 'en-US', 'fr'].map((name) => [`${folder}/${name}.pak`, name]));

const translations = (folder: string): Record<string, string> =>
  Object.fromEntries(['de', 'en', 'fr'].map((name) => [`${folder}/${name}.lproj/locale.pak`, name]));

const application = (path: string, name: string, content: string | Buffer) => ({
  [`${path}/${name}.app/Contents/Info.plist`]: propertyList({ CFBundleName: name, CFBundleExecutable: name }),
  [`${path}/${name}.app/Contents/MacOS/${name}`]: content,
});

/** Files by path: those that Electron Builder touches, and so few of the others. */
const filesOf = (system: System): Readonly<Record<string, string | Buffer>> => {
  const common = { LICENSE: 'Electron', 'LICENSES.chromium.html': 'Chromium', version: '45.4.1' };
  switch (system) {
    case 'linux':
      return {
        ...common,
        ...locales('locales'),
        electron: fakeBinary(),
        'chrome-sandbox': 'sandbox',
      };
    case 'win':
      return {
        ...common,
        ...locales('locales'),
        'electron.exe': fakeBinary(),
      };
    case 'mac': {
      const contents = 'Electron.app/Contents';
      return {
        ...common,
        ...application('.', 'Electron', 'starts the framework'),
        ...application(`${contents}/Frameworks`, 'Electron Helper', 'helper'),
        [`${contents}/Frameworks/Electron Framework.framework/Electron Framework`]: fakeBinary(),
        ...translations(`${contents}/Resources`),
        ...translations(`${contents}/Frameworks/Electron Framework.framework/Versions/A/Resources`),
      };
    }
  }
};

/** Writes what passes for a distribution of Electron, which Electron Builder takes by `electronDist`. */
export const writeFakeElectron = async (directory: string, system: System): Promise<void> => {
  for (const [path, content] of Object.entries(filesOf(system))) {
    const file = join(directory, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content, { mode: 0o755 });
  }
};
