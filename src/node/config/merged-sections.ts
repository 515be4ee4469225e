import type { IniEntry, IniSection } from './ini.ts';

/** One configuration file, read and parsed. `mode`: POSIX permission bits, absent where there are none. */
export interface ParsedFile {
  readonly file: string;
  readonly mode?: number;
  readonly sections: readonly IniSection[];
}

export interface LocatedEntry extends IniEntry {
  readonly file: string;
}

/** A section as all files together define it. `file` and `line`: its header in the last file that has it. */
export interface MergedSection {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly entries: ReadonlyMap<string, LocatedEntry>;
}

export type MergedSections = ReadonlyMap<string, MergedSection>;

/**
 * Lays files over each other, a later one overriding single keys of an earlier one, as `ConfigParser.read`
 * did for aws-mock-metadata. Sections stay in the order in which they first appear.
 */
export const mergeFiles = (files: readonly ParsedFile[]): MergedSections => {
  const merged = new Map<string, MergedSection>();
  for (const { file, sections } of files) {
    for (const { name, line, entries } of sections) {
      const located = entries.map((entry): [string, LocatedEntry] => [entry.key, { ...entry, file }]);
      const earlier = merged.get(name)?.entries ?? [];
      merged.set(name, { name, file, line, entries: new Map([...earlier, ...located]) });
    }
  }
  return merged;
};
