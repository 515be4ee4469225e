import { globSync, readFileSync } from 'node:fs';
import { posix, sep } from 'node:path';
import { parseSync, Visitor } from 'vite';

/** An import, re-export, `import()` or `typeof import()` of a file. */
export interface Import {
  /**
   * What is imported: a file of the project by its path below the root (`src/core/engine.ts`), or else a
   * package by its name (`@aws-sdk/client-sts`, `node:fs`).
   */
  readonly target: string;
  readonly isPackage: boolean;
  /** Erased before the program runs. */
  readonly typeOnly: boolean;
}

export interface Module {
  readonly imports: readonly Import[];
  /** Names of `let` and `var` at the top level. */
  readonly mutableState: readonly string[];
}

/** Modules by path below the root, with `/` on every system. */
export type ImportGraph = ReadonlyMap<string, Module>;

const packageName = (specifier: string): string => {
  if (specifier.startsWith('node:')) return specifier;
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
};

const toImport = (file: string, specifier: string, typeOnly: boolean): Import => {
  const [path = specifier] = specifier.split('?');
  const isPackage = !path.startsWith('.');
  const target = isPackage ? packageName(path) : posix.join(posix.dirname(file), path);
  return { target, isPackage, typeOnly };
};

/** @throws SyntaxError when the file is not TypeScript */
const readModule = (file: string, source: string): Module => {
  const { program, errors } = parseSync(file, source);
  if (errors[0] !== undefined) throw new SyntaxError(`${file}: ${errors[0].message}`);
  const imports: Import[] = [];
  const add = (specifier: string, typeOnly: boolean) => imports.push(toImport(file, specifier, typeOnly));
  new Visitor({
    ImportDeclaration: ({ source, importKind }) => add(source.value, importKind === 'type'),
    ExportAllDeclaration: ({ source, exportKind }) => add(source.value, exportKind === 'type'),
    ExportNamedDeclaration: ({ source, exportKind }) => {
      if (source !== null) add(source.value, exportKind === 'type');
    },
    ImportExpression: ({ source }) => {
      if (source.type === 'Literal' && typeof source.value === 'string') add(source.value, false);
    },
    CallExpression: ({ callee, arguments: [first] }) => {
      const isRequire = callee.type === 'Identifier' && callee.name === 'require';
      if (isRequire && first?.type === 'Literal' && typeof first.value === 'string') add(first.value, false);
    },
    TSImportType: ({ source }) => add(source.value, true),
  }).visit(program);
  const mutableState = program.body
    .map((statement) => (statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement))
    .flatMap((statement) =>
      statement?.type === 'VariableDeclaration' && (statement.kind === 'let' || statement.kind === 'var')
        ? statement.declarations.map(({ id }) => (id.type === 'Identifier' ? id.name : id.type))
        : [],
    );
  return { imports, mutableState };
};

/** The graph of files given as text, by path. */
export const importGraph = (files: Readonly<Record<string, string>>): ImportGraph =>
  new Map(Object.entries(files).map(([file, source]) => [file, readModule(file, source)]));

/** The graph of all TypeScript files in folders of the current directory. */
export const readImportGraph = (...folders: readonly string[]): ImportGraph => {
  const files = folders.flatMap((folder) => globSync(`${folder}/**/*.{ts,tsx}`));
  return importGraph(
    Object.fromEntries(files.map((file) => [file.replaceAll(sep, '/'), readFileSync(file, 'utf8')])),
  );
};
