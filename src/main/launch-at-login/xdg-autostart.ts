import { access, mkdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { failed, type Result, success } from '../../core/result.ts';
import { replaceFile } from '../../node/config/atomic-file.ts';
import { changeEntry, otherLines, readEntry } from './desktop-entry.ts';
import { execLine, programOf } from './exec-line.ts';
import type { LaunchAtLogin } from './launch-at-login.ts';

export interface XdgAutostartOptions {
  /** `$XDG_CONFIG_HOME/autostart/org.metafob.Metafob.desktop` */
  readonly file: string;
  /** Program and arguments that start the app hidden. */
  readonly command: readonly string[];
}

/** Says the user's wish in the file; `Hidden=true` is the specification's word for “as if deleted”. */
const switches = ['Hidden', 'X-GNOME-Autostart-enabled'] as const;

/** The specification forbids `=` in the path of a program; GLib, and so GNOME, does not find one with `%`. */
const unstartable = /[=%]/;

const fixedValues = {
  Type: 'Application',
  Name: 'Metafob',
  Comment: 'MFA-protected AWS credentials for every program on this machine',
  Terminal: 'false',
} as const;

const ownKeys = [...Object.keys(fixedValues), 'Exec', ...switches];

/**
 * Launch at login by the Desktop Application Autostart Specification. The state is what the file says, so it
 * is right when another program (such as GNOME Tweaks) changed it.
 */
export function createXdgAutostart({ file, command }: XdgAutostartOptions): LaunchAtLogin {
  const turnOn = async () => {
    const before = (await read(file)) ?? '';
    // What is there already, and is not a switch or the command, belongs to the user by now.
    const missing = Object.entries(fixedValues).filter(([key]) => !readEntry(before).has(key));
    const hidden = readEntry(before).has('Hidden') ? { Hidden: 'false' } : {};
    await write(file, before, {
      ...Object.fromEntries(missing),
      Exec: execLine(command),
      'X-GNOME-Autostart-enabled': 'true',
      ...hidden,
    });
  };

  const turnOff = async () => {
    const before = await read(file);
    if (before === undefined) return;
    if (otherLines(before, ownKeys).length === 0) await rm(file, { force: true });
    else await write(file, before, { Hidden: 'true', 'X-GNOME-Autostart-enabled': 'false' });
  };

  return {
    async status() {
      const text = await read(file).catch(() => undefined);
      return text !== undefined && isOn(text) ? 'on' : 'off';
    },

    async set(on): Promise<Result<void, string>> {
      const [program = ''] = command;
      const [impossible] = unstartable.exec(program) ?? [];
      if (on && impossible !== undefined) {
        return failed(
          `Desktops do not start programs with “${impossible}” in their path (${program}). Move Metafob and try again.`,
        );
      }
      try {
        await (on ? turnOn() : turnOff());
        return success(undefined);
      } catch (error) {
        return failed(`Launch at login could not be changed in ${file}: ${reasonOf(error)}`);
      }
    },

    async repair() {
      try {
        const text = await read(file);
        if (text === undefined || !isOn(text)) return;
        const program = programOf(readEntry(text).get('Exec') ?? '');
        if (program !== undefined && (await exists(program))) return;
        await write(file, text, { Exec: execLine(command) });
      } catch {
        // Nothing is lost: the file is as it was, and the app runs.
      }
    },
  };
}

function isOn(text: string): boolean {
  const values = readEntry(text);
  return (
    values.has('Exec') &&
    values.get('Hidden') !== 'true' &&
    values.get('X-GNOME-Autostart-enabled') !== 'false'
  );
}

async function read(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function write(file: string, before: string, values: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await replaceFile(file, changeEntry(before, values), { mode: 0o644 });
}

/** A name without a slash is looked up by the desktop, so nothing can be said against it. */
async function exists(program: string): Promise<boolean> {
  if (!program.includes('/')) return true;
  return access(program).then(
    () => true,
    () => false,
  );
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
