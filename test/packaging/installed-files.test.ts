import { existsSync, readFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppPackage, packageApp } from './support/app-package.ts';
import { archivedPaths, archivedText } from './support/from-electron-builder.ts';
import { requiredPackages } from './support/required-packages.ts';

const files = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    );
};

const systems = [
  { system: 'linux', keytar: 'linux-x64' },
  { system: 'mac', keytar: 'darwin-arm64' },
  { system: 'win', keytar: 'win32-arm64' },
] as const;

describe.each(systems)('the app for $system', ({ system, keytar }) => {
  let app: AppPackage;
  let archive: string;
  let archived: string[];
  beforeAll(async () => {
    app = await packageApp(system);
    archive = join(app.resources, 'app.asar');
    archived = archivedPaths(archive);
  });
  afterAll(() => app?.remove());

  it('has main, preload scripts, pages and tray pictures in its archive', () => {
    expect(archived).toEqual(
      expect.arrayContaining([
        'package.json',
        'dist/main/main.cjs',
        'dist/preload/prompt.cjs',
        'dist/preload/dashboard.cjs',
        'dist/renderer/prompt/index.html',
        'dist/renderer/dashboard/index.html',
        'dist/renderer/manage/index.html',
        'assets/icon.png',
      ]),
    );
    expect(archived.some((path) => /^assets\/tray\/.+\.(png|ico)$/.test(path))).toBe(true);
  });

  it('starts with dist/main/main.cjs, under the name that the desktop file has', () => {
    const packageJson: unknown = JSON.parse(archivedText(archive, 'package.json'));
    expect(packageJson).toMatchObject({
      main: 'dist/main/main.cjs',
      desktopName: 'org.metafob.Metafob.desktop',
    });
    expect(packageJson).not.toHaveProperty('devDependencies');
    expect(packageJson).not.toHaveProperty('scripts');
  });

  it('holds no sources, tests, source maps or helper scripts', () => {
    const folders = new Set(archived.map((path) => path.split('/')[0]));
    expect([...folders].sort()).toEqual(['assets', 'dist', 'node_modules', 'package.json']);
    expect(archived.filter((path) => /\.(map|ts|tsx)$/.test(path))).toEqual([]);
  });

  it('holds of node_modules what keytar needs to run, and nothing else', () => {
    const modules = archived.filter((path) => /^node_modules\/.*\.[a-z]+$/.test(path));
    expect(modules.sort()).toEqual([
      'node_modules/keytar/LICENSE.md',
      'node_modules/keytar/lib/keytar.js',
      'node_modules/keytar/package.json',
      `node_modules/keytar/prebuilds/${keytar}/keytar.node`,
    ]);
  });

  it('requires nothing that is not packaged', () => {
    const scripts = archived.filter((path) => /^dist\/(main|preload)\/.*\.c?js$/.test(path));
    const required = scripts.flatMap((path) => requiredPackages(path, archivedText(archive, path)));
    expect(required.filter((name) => name !== 'electron' && name !== 'keytar')).toEqual([]);
  });

  it('has the native module of its own system, and only that, outside the archive', async () => {
    expect(await files(`${archive}.unpacked`)).toEqual([
      `node_modules/keytar/prebuilds/${keytar}/keytar.node`,
    ]);
  });

  it('has no translations of Chromium but English', async () => {
    const names = (await files(app.contents)).filter((path) => path.endsWith('.pak'));
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((path) => !/\/en(-US)?(\.pak|\.lproj\/)/.test(path))).toEqual([]);
  });

  it('brings the metafob command with everything it needs', async () => {
    const command = await files(join(app.resources, 'cli'));
    expect(command).toEqual(
      expect.arrayContaining([
        'package.json',
        'bin/metafob.js',
        'dist/service/metafob.cjs',
        'dist/renderer/manage/index.html',
        'node_modules/keytar/lib/keytar.js',
        `node_modules/keytar/prebuilds/${keytar}/keytar.node`,
      ]),
    );
    expect(command.filter((path) => path.endsWith('.node'))).toHaveLength(1);
    expect(command.filter((path) => path.endsWith('.map'))).toEqual([]);
    expect(command.includes('metafob.cmd')).toBe(system === 'win');
  });

  it('knows where an updater would look, at a name that belongs to nobody', () => {
    const feed = join(app.resources, 'app-update.yml');
    // Electron Builder writes it for targets that can update themselves, of which `dir` is none.
    if (system !== 'linux') return expect(existsSync(feed)).toBe(false);
    expect(readFileSync(feed, 'utf8')).toMatch(/^provider: generic\nurl: https:\/\/[a-z.]+\.example\//);
  });

  it('adds less than 12 MB to what Electron takes itself', async () => {
    const own = (await files(app.resources)).map((path) => stat(join(app.resources, path)));
    const bytes = (await Promise.all(own)).reduce((sum, { size }) => sum + size, 0);
    expect(bytes).toBeLessThan(12 * 1024 * 1024);
  });
});
