import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type AppPackage, packageApp } from './support/app-package.ts';
import { configurationErrors, readYaml } from './support/from-electron-builder.ts';

const configuration = readYaml('electron-builder.yml');

const Target = z.object({ target: z.string(), arch: z.array(z.string()) });
const read = z
  .object({
    appId: z.string(),
    afterPack: z.string(),
    directories: z.object({ output: z.string() }),
    mac: z.object({
      target: z.array(Target),
      icon: z.string(),
      entitlements: z.string(),
      entitlementsInherit: z.string(),
      hardenedRuntime: z.boolean(),
      notarize: z.boolean(),
    }),
    win: z.object({ target: z.array(Target), icon: z.string() }),
    linux: z.object({ target: z.array(Target), icon: z.string() }),
  })
  .parse(configuration);

describe('electron-builder.yml', () => {
  it('has only options that Electron Builder knows, with values it takes', () => {
    expect(configurationErrors(configuration)).toEqual([]);
  });

  it.each([
    { nsis: { oneclick: false } },
    { dmg: { window: 'wide' } },
    { mac: { notarize: 'always' } },
    { appImage: { licence: 'MIT' } },
  ])('would not pass with %j', (mistake) => {
    expect(configurationErrors({ ...z.looseObject({}).parse(configuration), ...mistake })).not.toEqual([]);
  });

  it('makes the packages that each system is used to, for both processors', () => {
    const names = (targets: z.infer<typeof Target>[]) => targets.map(({ target }) => target);
    expect(names(read.mac.target)).toEqual(['dmg', 'zip']);
    expect(names(read.win.target)).toEqual(['nsis']);
    expect(names(read.linux.target)).toEqual(['AppImage', 'deb', 'rpm']);
    for (const { target, arch } of [...read.mac.target, ...read.win.target, ...read.linux.target]) {
      expect(arch.toSorted(), target).toEqual(['arm64', 'x64']);
    }
  });

  it('names files that exist', () => {
    const files = [read.afterPack, read.mac.icon, read.mac.entitlements, read.win.icon, read.linux.icon];
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  });

  it('writes to a folder that git does not see', () => {
    expect(readFileSync('.gitignore', 'utf8').split('\n')).toContain('dist/');
    expect(read.directories.output).toMatch(/^dist\//);
  });

  it('holds no certificate, password or key of its own', () => {
    const text = JSON.stringify(configuration);
    expect(text).not.toMatch(/certificateFile|certificatePassword|cscLink|cscKeyPassword|"identity"|teamId/);
  });
});

describe('what macOS is told', () => {
  let app: AppPackage;
  let properties: string;
  beforeAll(async () => {
    app = await packageApp('mac');
    properties = readFileSync(join(app.contents, 'Info.plist'), 'utf8');
    return () => app.remove();
  });

  it('the app lives in the menu bar only', () => {
    expect(properties).toMatch(/<key>LSUIElement<\/key>\s*<true\/>/);
  });

  it('the app has the identifier that the other systems know it by', () => {
    expect(properties).toMatch(
      new RegExp(`<key>CFBundleIdentifier</key>\\s*<string>${read.appId.replaceAll('.', '\\.')}</string>`),
    );
  });

  it('the archive is the one that was packed: its hash is in the signed properties', () => {
    expect(properties).toMatch(
      /<key>ElectronAsarIntegrity<\/key>[\s\S]*<key>Resources\/app\.asar<\/key>[\s\S]*<string>[0-9a-f]{64}</,
    );
  });

  it('the hardened runtime is on, for release notarized, and V8 may compile: nothing more', () => {
    expect(read.mac).toMatchObject({ hardenedRuntime: true, notarize: true });
    expect(read.mac.entitlementsInherit).toBe(read.mac.entitlements);
    const entitlements = readFileSync(read.mac.entitlements, 'utf8');
    expect([...entitlements.matchAll(/<key>(.*)<\/key>/g)].map(([, key]) => key)).toEqual([
      'com.apple.security.cs.allow-jit',
    ]);
  });
});
