/**
 * Runs Electron Builder with the project's own configuration on a fake Electron, in a process of its own:
 * it writes to the terminal and keeps state in its modules.
 *
 *     node electron-builder.ts SYSTEM ELECTRON_FOLDER OUTPUT_FOLDER
 *
 * Makes the unpacked app from the current folder. For Linux it goes on to the deb, the rpm and the AppImage, up
 * to the point where it would download the tools that write them; what these would be given is written to
 * OUTPUT_FOLDER/computed.json.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Arch, build, type Configuration, Platform } from 'electron-builder';
import { z } from 'zod';
import type { LinuxPackages } from './app-package.ts';

const [system, electronDist, output] = z
  .tuple([z.enum(['linux', 'mac', 'win']), z.string(), z.string()])
  .parse(process.argv.slice(2));

const targets = {
  linux: () => Platform.LINUX.createTarget(['dir', 'deb', 'rpm', 'AppImage'], Arch.x64),
  mac: () => Platform.MAC.createTarget('dir', Arch.arm64),
  win: () => Platform.WINDOWS.createTarget('dir', Arch.arm64),
};

/** Only what cannot be done to a file that is no real program is switched off. */
const config: Configuration = {
  extends: 'electron-builder.yml',
  electronDist,
  directories: { output },
  disableAsarIntegrity: system === 'win',
  ...(system === 'win' ? { win: { signAndEditExecutable: false } } : {}),
};

/** What Electron Builder hands over before it writes a package: the arguments of fpm, or an AppImage's entry. */
const Computed = z.union([
  z.tuple([z.array(z.string()), z.string()]),
  z.object({ desktop: z.string(), desktopFileName: z.string() }),
]);

const packages: LinuxPackages = { installers: [], appImageEntries: [] };
await build({
  targets: targets[system](),
  config,
  publish: 'never',
  effectiveOptionComputed: async (options) => {
    const computed = Computed.parse(options);
    if (Array.isArray(computed)) {
      const [fpmArguments, desktopFile] = computed;
      packages.installers.push({ fpmArguments, desktopEntry: await readFile(desktopFile, 'utf8') });
    } else {
      packages.appImageEntries.push({ name: computed.desktopFileName, desktopEntry: computed.desktop });
    }
    return true;
  },
});
await writeFile(join(output, 'computed.json'), JSON.stringify(packages));
