import { builtinModules } from 'node:module';
import { parseSync, Visitor } from 'vite';

const isBuiltin = (name: string): boolean => name.startsWith('node:') || builtinModules.includes(name);
const packageOf = (name: string): string => name.split('/', name.startsWith('@') ? 2 : 1).join('/');

/**
 * Packages that a built script loads with `require` or `import`, without what Node.js has itself. Read from
 * the program, not by a search for text: a bundle holds package.json and messages that name packages too.
 */
export const requiredPackages = (file: string, script: string): string[] => {
  const names: string[] = [];
  const { program, errors } = parseSync(file, script);
  if (errors[0] !== undefined) throw new SyntaxError(`${file}: ${errors[0].message}`);
  const addText = (node: { type: string; value?: unknown } | undefined) => {
    if (node?.type === 'Literal' && typeof node.value === 'string') names.push(node.value);
  };
  new Visitor({
    CallExpression: ({ callee, arguments: [first] }) => {
      if (callee.type === 'Identifier' && callee.name === 'require') addText(first);
    },
    ImportExpression: ({ source }) => addText(source),
    ImportDeclaration: ({ source }) => addText(source),
    ExportAllDeclaration: ({ source }) => addText(source),
    ExportNamedDeclaration: ({ source }) => addText(source ?? undefined),
  }).visit(program);
  const packages = names.filter((name) => !name.startsWith('.') && !isBuiltin(name)).map(packageOf);
  return [...new Set(packages)];
};
