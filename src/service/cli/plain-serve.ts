import { parseArgs } from 'node:util';
import { logLevels, type ServeOptions, secretStoreChoices, tokenModes } from '../serve-options.ts';

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

const options = {
  config: text,
  host: text,
  port: text,
  imdsv2: text,
  'log-level': text,
  secrets: text,
  'no-terminal-prompt': flag,
} as const;

const oneOf = <Choice extends string>(choices: readonly Choice[], value: string | undefined) =>
  choices.find((choice) => choice === value);

/**
 * Reads `metafob serve` with correct options, without the library that reads every other command line and
 * takes a quarter of the time of a start. Undefined for anything else: help, mistakes, other commands.
 */
export function plainServeOptions(argv: readonly string[]): ServeOptions | undefined {
  const values = serveValues(argv.slice(2));
  if (values === undefined) return undefined;
  const { config, host, port, imdsv2, 'log-level': level, secrets } = values;
  const tokens = oneOf(tokenModes, imdsv2);
  const logLevel = oneOf(logLevels, level);
  const store = oneOf(secretStoreChoices, secrets);
  const isPort = port === undefined || (/^\d{1,5}$/.test(port) && Number(port) <= 65_535);
  if (!isPort || tokens !== imdsv2 || logLevel !== level || store !== secrets) return undefined;
  return {
    ...(config !== undefined && { configFile: config }),
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port: Number(port) }),
    ...(tokens !== undefined && { tokens }),
    ...(logLevel !== undefined && { logLevel }),
    ...(store !== undefined && { secrets: store }),
    terminalPrompt: values['no-terminal-prompt'] !== true,
  };
}

function serveValues(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    return args[0] === 'serve' && positionals.length === 1 ? values : undefined;
  } catch {
    return undefined;
  }
}
