import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { exampleInstance } from '../../../src/core/instance-metadata/example-instance.ts';
import type { Instance } from '../../../src/core/instance-metadata/instance.ts';
import { type InstanceOverrides, loadOverrides } from '../../../src/node/instance/load-overrides.ts';

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'metafob-instance-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** What comes of a document; objects are written as JSON. */
export async function loading(
  document: string | object,
  environment: Readonly<Record<string, string>> = {},
  otherFiles: Readonly<Record<string, string | Uint8Array>> = {},
) {
  const folder = await temporaryFolder();
  const file = join(folder, 'instance.yaml');
  await writeFile(file, typeof document === 'string' ? document : JSON.stringify(document, null, 2));
  for (const [name, content] of Object.entries(otherFiles)) await writeFile(join(folder, name), content);
  return loadOverrides({ file, environment });
}

export async function overrides(...given: Parameters<typeof loading>): Promise<InstanceOverrides> {
  const loaded = await loading(...given);
  if (!loaded.ok)
    throw new Error(loaded.failure.map(({ line, message }) => `${line}: ${message}`).join('\n'));
  return loaded.value;
}

/** The example with what a document changes about it. */
export const changed = async (...given: Parameters<typeof loading>): Promise<Instance> =>
  (await overrides(...given)).apply(exampleInstance());

/** Line and message of every problem, without the folder. */
export async function problems(...given: Parameters<typeof loading>): Promise<readonly string[]> {
  const loaded = await loading(...given);
  if (loaded.ok) throw new Error('There should be problems, but there are none.');
  return loaded.failure.map(({ line, message }) => `${line}: ${message}`);
}
