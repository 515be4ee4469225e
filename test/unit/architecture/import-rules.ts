import type { Import, ImportGraph } from './import-graph.ts';

const edges = (graph: ImportGraph): { readonly from: string; readonly link: Import }[] =>
  [...graph].flatMap(([from, { imports }]) => imports.map((link) => ({ from, link })));

const isIn =
  (...folders: readonly string[]) =>
  (path: string): boolean =>
    folders.some((folder) => path.startsWith(`${folder}/`));

/** True for `electron` and, with `@aws-sdk/*`, for all packages of that scope. */
const isOneOf = (names: readonly string[], packageName: string): boolean =>
  names.some((name) =>
    name.endsWith('/*') ? packageName.startsWith(name.slice(0, -1)) : packageName === name,
  );

/** Imports by files of a folder of anything but files in the allowed folders and allowed packages. */
export const importsOtherThan = (
  graph: ImportGraph,
  folder: string,
  allowed: { readonly folders: readonly string[]; readonly packages: readonly string[] },
): string[] =>
  edges(graph)
    .filter(({ from }) => isIn(folder)(from))
    .filter(({ link }) =>
      link.isPackage ? !isOneOf(allowed.packages, link.target) : !isIn(...allowed.folders)(link.target),
    )
    .map(({ from, link }) => `${from} → ${link.target}`);

/** Imports of the packages by any file that is not in the folder. */
export const importsOutside = (graph: ImportGraph, folder: string, packages: readonly string[]): string[] =>
  edges(graph)
    .filter(({ from, link }) => link.isPackage && isOneOf(packages, link.target) && !isIn(folder)(from))
    .map(({ from, link }) => `${from} → ${link.target}`);

/** Chains of imports, of any length, that lead from a folder to a forbidden folder or package. */
export const chainsInto = (
  graph: ImportGraph,
  folder: string,
  forbidden: { readonly folders: readonly string[]; readonly packages: readonly string[] },
): string[] => {
  const reached = new Set<string>();
  const isForbidden = ({ isPackage, target }: Import): boolean =>
    isPackage ? isOneOf(forbidden.packages, target) : isIn(...forbidden.folders)(target);
  const follow = (chain: readonly string[], file: string): string[] => {
    if (reached.has(file)) return [];
    reached.add(file);
    return (graph.get(file)?.imports ?? []).flatMap((link) => {
      const longer = [...chain, link.target];
      return isForbidden(link) ? [longer.join(' → ')] : follow(longer, link.target);
    });
  };
  return [...graph.keys()].filter(isIn(folder)).flatMap((file) => follow([file], file));
};

/** Circles of imports that exist when the program runs. */
export const circles = (graph: ImportGraph): string[] => {
  const done = new Set<string>();
  const follow = (chain: readonly string[], file: string): string[] => {
    const start = chain.indexOf(file);
    if (start !== -1) return [[...chain.slice(start), file].join(' → ')];
    if (done.has(file)) return [];
    const found = (graph.get(file)?.imports ?? [])
      .filter(({ typeOnly, isPackage }) => !typeOnly && !isPackage)
      .flatMap(({ target }) => follow([...chain, file], target));
    done.add(file);
    return found;
  };
  return [...graph.keys()].flatMap((file) => follow([], file));
};

/** Imports of packages that are neither built into Node.js nor named in package.json. */
export const undeclaredPackages = (graph: ImportGraph, declared: readonly string[]): string[] =>
  edges(graph)
    .filter(({ link }) => link.isPackage && !link.target.startsWith('node:'))
    .filter(({ link }) => !declared.includes(link.target))
    .map(({ from, link }) => `${from} → ${link.target}`);

/** Variables at the top level of a module, which two engines in one process would share. */
export const moduleState = (graph: ImportGraph): string[] =>
  [...graph].flatMap(([file, { mutableState }]) => mutableState.map((name) => `${file}: let ${name}`));
