import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type System, writeFakeElectron } from './fake-electron.ts';
import { writeProject } from './project.ts';

/** What the programs that write the packages of Linux would be given. */
export interface LinuxPackages {
  /** The deb and the rpm; `fpmArguments` hold `FILE=PLACE` for each file or folder to install. */
  readonly installers: { readonly fpmArguments: readonly string[]; readonly desktopEntry: string }[];
  readonly appImageEntries: { readonly name: string; readonly desktopEntry: string }[];
}

export interface AppPackage {
  /** The folder that an installation copies to the machine; on macOS the app's `Contents`. */
  readonly contents: string;
  /** Electron's folder for the files of the app. */
  readonly resources: string;
  /** What starts the app, as `@electron/fuses` wants it. */
  readonly executable: string;
  readonly linux: LinuxPackages;
  remove(): Promise<void>;
}

const places = {
  linux: { contents: 'linux-unpacked', resources: 'resources', executable: 'linux-unpacked/metafob-desktop' },
  win: {
    contents: 'win-arm64-unpacked',
    resources: 'resources',
    executable: 'win-arm64-unpacked/Metafob.exe',
  },
  mac: {
    contents: 'mac-arm64/Metafob.app/Contents',
    resources: 'Resources',
    executable: 'mac-arm64/Metafob.app',
  },
} as const;

const runElectronBuilder = async (system: System, folder: string): Promise<AppPackage> => {
  const electron = join(folder, 'electron');
  const output = join(folder, 'output');
  await writeFakeElectron(electron, system);
  const program = join(import.meta.dirname, 'electron-builder.ts');
  await promisify(execFile)(process.execPath, [program, system, electron, output], {
    cwd: await writeProject(join(folder, 'project')),
    // A certificate that lies about on a developer's machine has no business here.
    env: { ...process.env, CSC_IDENTITY_AUTO_DISCOVERY: 'false' },
    maxBuffer: 64 * 1024 * 1024,
  });
  const { contents, resources, executable } = places[system];
  const linux: LinuxPackages = JSON.parse(await readFile(join(output, 'computed.json'), 'utf8'));
  return {
    contents: join(output, contents),
    resources: join(output, contents, resources),
    executable: join(output, executable),
    linux,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
};

/** Packages the built app for a system, on a fake Electron: x64 for Linux, arm64 for macOS and Windows. */
export const packageApp = async (system: System): Promise<AppPackage> => {
  const folder = await mkdtemp(join(tmpdir(), 'metafob-package-'));
  try {
    return await runElectronBuilder(system, folder);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
};
