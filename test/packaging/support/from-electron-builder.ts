/**
 * Packages that Electron Builder brings along and works with. They are asked for from its place, since they
 * are no packages of this project; the types say what is used of each.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

interface Validate {
  (value: unknown): boolean;
  readonly errors?:
    | readonly { readonly instancePath: string; readonly message?: string; readonly params: object }[]
    | null;
}
interface Yaml {
  load(text: string): unknown;
}
interface Ajv {
  default: new (options: { allErrors: boolean; strict: boolean }) => { compile(schema: object): Validate };
}
interface Asar {
  /** Paths in an archive, each with a slash (on Windows a backslash) before it. */
  listPackage(archive: string, options: { isPack: boolean }): string[];
  extractFile(archive: string, path: string): Buffer;
}

const fromElectronBuilder = createRequire(createRequire(import.meta.url).resolve('app-builder-lib'));
const yaml: Yaml = fromElectronBuilder('js-yaml');
const ajv: Ajv = fromElectronBuilder('ajv');
const asar: Asar = fromElectronBuilder('@electron/asar');

/** @throws YAMLException with line and column */
export const readYaml = (file: string): unknown => yaml.load(readFileSync(file, 'utf8'));

/** What in a configuration Electron Builder would refuse, in words; empty when all is well. */
export const configurationErrors = (configuration: unknown): string[] => {
  const schema = JSON.parse(readFileSync(fromElectronBuilder.resolve('app-builder-lib/scheme.json'), 'utf8'));
  const validate = new ajv.default({ allErrors: true, strict: false }).compile(schema);
  if (validate(configuration)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
};

/** Files and folders in an archive, by their paths in it. */
export const archivedPaths = (archive: string): string[] =>
  asar.listPackage(archive, { isPack: false }).map((path) => path.replaceAll('\\', '/').slice(1));

export const archivedText = (archive: string, path: string): string =>
  asar.extractFile(archive, path).toString();
