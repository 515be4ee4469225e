import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface ElectronExecutable {
  readonly path: string;
  readonly isStandIn: boolean;
}

const standIn = fileURLToPath(new URL('../../standin', import.meta.url));

/**
 * Electron as `npx install-electron` left it, or else the stand-in. ELECTRON_OVERRIDE_DIST_PATH, which
 * Electron's own package honours, decides when it is set.
 */
export function electronExecutable(
  environment: Readonly<Record<string, string | undefined>>,
): ElectronExecutable {
  const folder = environment.ELECTRON_OVERRIDE_DIST_PATH;
  if (folder) return { path: join(folder, 'electron'), isStandIn: existsSync(join(folder, 'start.ts')) };
  const installed = installedElectron();
  return installed === undefined
    ? { path: join(standIn, 'electron'), isStandIn: true }
    : { path: installed, isStandIn: false };
}

function installedElectron(): string | undefined {
  const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  if (!existsSync(join(folder, 'path.txt'))) return undefined;
  const path = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8'));
  return existsSync(path) ? path : undefined;
}
