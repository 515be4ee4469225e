import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod/mini';
import { failed, type Result, success } from '../core/result.ts';
import { replaceFile } from '../node/config/atomic-file.ts';

const PortsFile = z.object({
  /** Port by name of profile. */
  ports: z.record(z.string(), z.int().check(z.gte(1), z.lte(65_535))),
});

export type PortsByProfile = ReadonlyMap<string, number>;

/** The ports of the last run; none when there is no file. The failure is a sentence. */
export async function readRememberedPorts(file: string): Promise<Result<PortsByProfile, string>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return success(new Map());
    return failed(`The ports of the profiles could not be read: ${String(error)}.`);
  }
  const parsed = PortsFile.safeParse(parseJson(text));
  if (parsed.success) return success(new Map(Object.entries(parsed.data.ports)));
  return failed(
    `${file} is not what Metafob wrote, so no profile has a port of its own. Remove the file, then run “metafob connect --by port” again.`,
  );
}

/** Throws the error of the system. */
export async function rememberPorts(file: string, ports: PortsByProfile): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await replaceFile(file, `${JSON.stringify({ ports: Object.fromEntries(ports) }, undefined, 2)}\n`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
