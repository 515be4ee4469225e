import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FuseConfig, FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { afterPack } from '../../helper-scripts/package-fuses.ts';
import { packageApp } from './support/app-package.ts';
import { fakeBinary } from './support/fake-electron.ts';

const states = (wire: FuseConfig<FuseState>): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(wire)
      .filter(([fuse]) => fuse !== 'version')
      .map(([fuse, state]) => [
        FuseV1Options[Number(fuse)] ?? fuse,
        typeof state === 'number' ? FuseState[state] : undefined,
      ]),
  );

it.each(['linux', 'mac', 'win'] as const)('every fuse is set in the app for %s', async (system) => {
  const app = await packageApp(system);
  try {
    expect(states(await getCurrentFuseWire(app.executable))).toEqual({
      RunAsNode: 'DISABLE',
      EnableCookieEncryption: 'DISABLE',
      EnableNodeOptionsEnvironmentVariable: 'DISABLE',
      EnableNodeCliInspectArguments: 'DISABLE',
      EnableEmbeddedAsarIntegrityValidation: 'ENABLE',
      OnlyLoadAppFromAsar: 'ENABLE',
      LoadBrowserProcessSpecificV8Snapshot: 'DISABLE',
      GrantFileProtocolExtraPrivileges: 'DISABLE',
      WasmTrapHandlers: 'ENABLE',
    });
  } finally {
    await app.remove();
  }
});

describe('setting the fuses', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'metafob-fuses-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const setFuses = async (binary: Buffer): Promise<void> => {
    await writeFile(join(folder, 'metafob-desktop'), binary);
    await afterPack({
      appOutDir: folder,
      electronPlatformName: 'linux',
      packager: { executableName: 'metafob-desktop', appInfo: { productFilename: 'Metafob' } },
    });
  };

  it('stops packaging when Electron has a fuse that nobody has decided about', async () => {
    await expect(setFuses(fakeBinary('1011000111'))).rejects.toThrow('strictlyRequireAllFuses');
  });

  it('stops packaging when Electron lacks one of the fuses', async () => {
    await expect(setFuses(fakeBinary('10110001'))).rejects.toThrow('not long enough');
  });

  it('stops packaging when the binary has no fuses at all', async () => {
    await expect(setFuses(Buffer.alloc(64))).rejects.toThrow('Could not find sentinel');
  });
});
