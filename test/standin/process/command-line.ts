import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** What Electron understands of its arguments. */
export interface CommandLine {
  /** Modules to load before the app (`-r file`). */
  readonly required: readonly string[];
  /** Port of Node's inspector; 0 takes a free one. */
  readonly inspectorPort: number | undefined;
  /** Folder or file of the app. */
  readonly entry: string | undefined;
  /** `--name` or `--name=value`, for Chromium and for `app.commandLine`. */
  readonly switches: ReadonlyMap<string, string>;
}

export function parseCommandLine(argv: readonly string[]): CommandLine {
  const required: string[] = [];
  const switches = new Map<string, string>();
  let entry: string | undefined;
  for (let index = 0; index < argv.length; index += 1) {
    const argument = argv[index] ?? '';
    if (argument === '-r' || argument === '--require') {
      index += 1;
      required.push(argv[index] ?? '');
    } else if (argument.startsWith('--')) {
      const [name = '', ...value] = argument.slice(2).split('=');
      switches.set(name, value.join('='));
    } else if (!argument.startsWith('-')) {
      entry ??= argument;
    }
  }
  const inspect = switches.get('inspect');
  const inspectorPort = inspect === undefined ? undefined : Number(inspect.split(':').at(-1) || 9229);
  return { required, inspectorPort, entry, switches };
}

/** The app in a folder, as Electron finds it by its package.json. */
export interface AppPackage {
  readonly folder: string;
  readonly main: string;
  readonly name: string;
  readonly version: string;
}

/** @throws Error when the folder holds no app */
export function readAppPackage(entry: string): AppPackage {
  const folder = resolve(entry);
  let content: { name?: string; productName?: string; version?: string; main?: string };
  try {
    content = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  } catch (error) {
    throw new Error(`Unable to find Electron app at ${folder}\n\n${error}`);
  }
  return {
    folder,
    main: join(folder, content.main ?? 'index.js'),
    name: content.productName ?? content.name ?? 'Electron',
    version: content.version ?? '',
  };
}
