import { listings } from './listing.ts';
import { categories } from './tree/categories.ts';
import type { Category, Facts, SignatureForm } from './tree/category.ts';
import { unlistedDirectories } from './tree/credentials.ts';
import { identityDocument } from './tree/dynamic.ts';
import { shows } from './versions.ts';

/** What stands at a path. `credentials` are only listed here. */
export type Leaf =
  | { readonly kind: 'text'; readonly body: string }
  | { readonly kind: 'user-data'; readonly body: Uint8Array }
  | { readonly kind: 'signature'; readonly form: SignatureForm; readonly document: string }
  | { readonly kind: 'credentials' };

/** One version directory. Paths are relative to it, without a slash at either end. */
export interface MetadataTree {
  /** A leaf, or the listing of a directory; undefined when there is neither. */
  read(path: string): Leaf | undefined;
}

interface DatedLeaf {
  readonly since: string;
  readonly leaf: Leaf;
}

/** Everything that stands below a version directory, by the version. Each is made when it is first asked for. */
export function createMetadataTree(facts: Facts): (version: string) => MetadataTree {
  const leaves = allLeaves(facts);
  const trees = new Map<string, MetadataTree>();
  return (version) => {
    let tree = trees.get(version);
    if (tree === undefined) {
      tree = versionTree(leaves, version, facts);
      trees.set(version, tree);
    }
    return tree;
  };
}

function versionTree(
  all: ReadonlyMap<string, DatedLeaf>,
  version: string,
  { instance }: Facts,
): MetadataTree {
  const leaves = [...all].filter(([, { since }]) => shows(version, since));
  const answers = new Map<string, Leaf>();
  const names = leaves.map(([path]) => path);
  for (const [path, body] of listings(names, listedName)) answers.set(path, { kind: 'text', body });
  for (const [path, { leaf }] of leaves) answers.set(path, leaf);
  return { read: (path) => answers.get(path) };

  function listedName(directory: string, name: string): string | undefined {
    if (unlistedDirectories.has(`${directory}/${name}`)) return undefined;
    if (directory === '') return name.replace('/', '');
    const isKeyPair = directory === 'meta-data/public-keys' && name === '0/';
    return isKeyPair && instance.keyPair !== undefined ? `0=${instance.keyPair.name}` : name;
  }
}

function allLeaves(facts: Facts): ReadonlyMap<string, DatedLeaf> {
  const { network, values } = facts.instance;
  const withMac = (path: string) => path.replace('{mac}', network.mac);
  const found = categories.flatMap((category) =>
    leavesOf(category, facts).map(([path, leaf]): [string, DatedLeaf] => [
      withMac(path),
      { since: category.since, leaf },
    ]),
  );
  const given = Object.entries(values).flatMap(([path, body]): [string, DatedLeaf][] => {
    const category = categoryOf(path);
    if (category?.kind === 'never' || category?.kind === 'credentials') return [];
    return [[withMac(path), { since: category?.since ?? '1.0', leaf: { kind: 'text', body } }]];
  });
  return new Map([...found, ...given]);
}

function leavesOf(category: Category, facts: Facts): readonly (readonly [path: string, leaf: Leaf])[] {
  const { path } = category;
  switch (category.kind) {
    case 'text': {
      const body = category.value(facts);
      return body === undefined ? [] : [[path, { kind: 'text', body }]];
    }
    case 'family':
      return Object.entries(category.values(facts)).map(([name, body]) => [
        named(path, name),
        { kind: 'text', body },
      ]);
    case 'credentials': {
      const name = category.name(facts);
      return name === undefined ? [] : [[named(path, name), { kind: 'credentials' }]];
    }
    case 'signature': {
      const { form } = category;
      return facts.canSign ? [[path, { kind: 'signature', form, document: identityDocument(facts) }]] : [];
    }
    case 'user-data': {
      const { userData } = facts.instance;
      return userData === undefined ? [] : [[path, { kind: 'user-data', body: userData }]];
    }
    case 'optional':
    case 'never':
      return [];
  }
}

const MAC = '{mac}';

const named = (path: string, name: string): string =>
  path.replace(/\{[^}]+\}/g, (braces) => (braces === MAC ? MAC : name));

/** The category to which a path belongs; its address, if any, as `{mac}`. */
export function categoryOf(path: string): Category | undefined {
  return categories.find((category) => patternOf(category.path).test(path));
}

function patternOf(path: string): RegExp {
  const parts = path.split(/(\{[^}]+\})/).map((part) => {
    if (part === MAC) return '\\{mac\\}';
    return part.startsWith('{') ? '[^/]+' : part.replaceAll('.', '\\.');
  });
  return new RegExp(`^${parts.join('')}$`);
}
