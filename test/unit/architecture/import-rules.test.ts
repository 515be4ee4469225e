import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ImportGraph, importGraph, readImportGraph } from './import-graph.ts';
import {
  chainsInto,
  circles,
  importsOtherThan,
  importsOutside,
  moduleState,
  undeclaredPackages,
} from './import-rules.ts';

interface PackageFile {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}
const packageFile: PackageFile = JSON.parse(readFileSync('package.json', 'utf8'));
const shipped = Object.keys(packageFile.dependencies);
const installed = [...shipped, ...Object.keys(packageFile.devDependencies)];
const desktop = ['electron', 'electron-store', 'electron-updater'];

/** Each rule gives the chains of imports that break it. */
const rules: Readonly<Record<string, (graph: ImportGraph) => string[]>> = {
  'shared reaches nothing but itself, zod and otplib': (graph) =>
    importsOtherThan(graph, 'src/shared', { folders: ['src/shared'], packages: ['zod', 'otplib'] }),
  'core reaches nothing but itself, shared, zod and otplib': (graph) =>
    importsOtherThan(graph, 'src/core', {
      folders: ['src/core', 'src/shared'],
      packages: ['zod', 'otplib'],
    }),
  'the renderer reaches nothing but itself, shared, preact, zod, jsqr and uqr': (graph) =>
    importsOtherThan(graph, 'src/renderer', {
      folders: ['src/renderer', 'src/shared'],
      packages: ['preact', 'zod', 'jsqr', 'uqr'],
    }),
  'only main and preload import electron': (graph) =>
    importsOutside(graph, 'src/main', desktop).filter(
      (chain) => !/^src\/preload\/.* → electron$/.test(chain),
    ),
  'preload reaches nothing but itself, shared and electron': (graph) =>
    importsOtherThan(graph, 'src/preload', {
      folders: ['src/preload', 'src/shared'],
      packages: ['electron', 'zod'],
    }),
  'the service never reaches main or electron': (graph) =>
    chainsInto(graph, 'src/service', { folders: ['src/main'], packages: desktop }),
  'only node/sts imports the AWS SDK': (graph) =>
    importsOutside(graph, 'src/node/sts', ['@aws-sdk/*', '@smithy/*']),
  'only node/secrets imports keytar': (graph) => importsOutside(graph, 'src/node/secrets', ['keytar']),
  'there are no circular imports': circles,
  'every imported package is a dependency in package.json': (graph) =>
    undeclaredPackages(graph, [...shipped, 'electron']),
  'no module has mutable state': moduleState,
};

describe('the sources', () => {
  const sources = readImportGraph('src');

  it('are found', () => {
    expect([...sources.keys()]).toContain('src/core/engine.ts');
  });

  it.each(Object.entries(rules))('%s', (rule, breaches) => {
    expect(breaches(sources), rule).toEqual([]);
  });
});

describe('tests and helper scripts', () => {
  it('import only packages that package.json names', () => {
    expect(undeclaredPackages(readImportGraph('test', 'helper-scripts'), installed)).toEqual([]);
  });
});

describe('the rules themselves', () => {
  const good = {
    'src/core/engine.ts': `import { z } from 'zod'; import type { View } from '../shared/view.ts';`,
    'src/shared/view.ts': `import { z } from 'zod'; export type View = string; export const a = 1;`,
    'src/node/sts/client.ts': `export const load = () => import('@aws-sdk/client-sts');`,
    'src/node/secrets/keychain.ts': `export const load = () => import('keytar');`,
    'src/service/main.ts': `import { load } from '../node/sts/client.ts'; const x = {}; { let y = 1; }`,
    'src/main/main.ts': `import { app } from 'electron';`,
    'src/renderer/page.tsx': `import './page.css'; import { useState } from 'preact/hooks'; import icon from './icon.svg?raw';`,
    'src/core/a.ts': `import type { B } from './b.ts'; export type A = B;`,
    'src/core/b.ts': `import type { A } from './a.ts'; export type B = A | undefined;`,
  };

  it.each(Object.entries(rules))('"%s" accepts a good tree', (_rule, breaches) => {
    expect(breaches(importGraph(good))).toEqual([]);
  });

  /** One change each to the good tree, and the chain that the rule must name. */
  const breaches: readonly (readonly [rule: string, file: string, source: string, chain: string])[] = [
    [
      'shared reaches nothing but itself, zod and otplib',
      'src/shared/view.ts',
      `import type { Engine } from '../core/engine.ts';`,
      'src/shared/view.ts → src/core/engine.ts',
    ],
    [
      'core reaches nothing but itself, shared, zod and otplib',
      'src/core/engine.ts',
      `export * from 'node:fs';`,
      'src/core/engine.ts → node:fs',
    ],
    [
      'core reaches nothing but itself, shared, zod and otplib',
      'src/core/engine.ts',
      `type Client = import('../node/sts/client.ts').Client;`,
      'src/core/engine.ts → src/node/sts/client.ts',
    ],
    [
      'the renderer reaches nothing but itself, shared, preact, zod, jsqr and uqr',
      'src/renderer/page.tsx',
      `import { engine } from '../core/engine.ts'; export const Page = () => <p>{engine}</p>;`,
      'src/renderer/page.tsx → src/core/engine.ts',
    ],
    [
      'preload reaches nothing but itself, shared and electron',
      'src/preload/prompt.ts',
      `import { readFileSync } from 'node:fs';`,
      'src/preload/prompt.ts → node:fs',
    ],
    [
      'only main and preload import electron',
      'src/node/tray.ts',
      `import 'electron';`,
      'src/node/tray.ts → electron',
    ],
    [
      'the service never reaches main or electron',
      'src/node/sts/client.ts',
      `export const load = () => import('../../main/main.ts');`,
      'src/service/main.ts → src/node/sts/client.ts → src/main/main.ts',
    ],
    [
      'only node/sts imports the AWS SDK',
      'src/service/main.ts',
      `import type { Handler } from '@smithy/types/deep';`,
      'src/service/main.ts → @smithy/types',
    ],
    [
      'only node/secrets imports keytar',
      'src/service/main.ts',
      `const keytar = require('keytar');`,
      'src/service/main.ts → keytar',
    ],
    [
      'every imported package is a dependency in package.json',
      'src/service/main.ts',
      `import lodash from 'lodash/fp';`,
      'src/service/main.ts → lodash',
    ],
    ['no module has mutable state', 'src/core/a.ts', 'export let count = 0;', 'src/core/a.ts: let count'],
  ];

  it.each(breaches)('"%s" refuses %s', (rule, file, source, chain) => {
    expect(rules[rule]?.(importGraph({ ...good, [file]: source }))).toEqual([chain]);
  });

  it('"there are no circular imports" names the whole circle', () => {
    const files = {
      ...good,
      'src/core/a.ts': `import './b.ts';`,
      'src/core/b.ts': `export * from './a.ts';`,
    };
    expect(circles(importGraph(files))).toEqual(['src/core/a.ts → src/core/b.ts → src/core/a.ts']);
  });
});
