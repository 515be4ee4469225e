import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  type LogLevel,
  logLevels,
  type SecretStoreChoice,
  type ServeOptions,
  secretStoreChoices,
  type TokenMode,
  tokenModes,
} from '../serve-options.ts';

/** The options of `serve` as they were typed. */
export interface ServeCommandOptions {
  readonly config?: string;
  readonly instance?: string;
  readonly host?: string;
  readonly port?: number;
  readonly imdsv2?: TokenMode;
  readonly logLevel?: LogLevel;
  readonly secrets?: SecretStoreChoice;
  readonly terminalPrompt?: boolean;
}

export function addServeCommand(program: Command, exit: (code: number) => void): void {
  withServeOptions(program.command('serve'))
    .description('start the service, and keep running until Ctrl-C')
    .option('--no-terminal-prompt', 'do not ask for codes in this terminal')
    .addHelpText('after', examples)
    .action(async (options: ServeCommandOptions) => {
      const { serve } = await import('../serve.ts');
      exit(await serve(toServeOptions(options)));
    });
}

/** What can be said about a service, wherever it is going to run. */
export const withServeOptions = (command: Command): Command =>
  command
    .option('--config <file>', 'configuration file, instead of the usual places')
    .option('--instance <file>', 'what the instance is: YAML, JSON, or an AEMM configuration')
    .option('--host <address>', 'address to listen on')
    .option('--port <number>', 'port to listen on', parsePort)
    .addOption(
      new Option('--imdsv2 <mode>', 'require IMDSv2 session tokens, or answer without too').choices(
        tokenModes,
      ),
    )
    .addOption(new Option('--log-level <level>', 'how much to log').choices(logLevels))
    .addOption(new Option('--secrets <store>', 'where MFA secrets are kept').choices(secretStoreChoices));

/** The words after `metafob` that start such a service; paths are made absolute. */
export const serveArguments = (options: ServeCommandOptions): string[] => [
  'serve',
  '--no-terminal-prompt',
  ...(options.config === undefined ? [] : ['--config', resolve(options.config)]),
  ...(options.instance === undefined ? [] : ['--instance', resolve(options.instance)]),
  ...(options.host === undefined ? [] : ['--host', options.host]),
  ...(options.port === undefined ? [] : ['--port', String(options.port)]),
  ...(options.imdsv2 === undefined ? [] : ['--imdsv2', options.imdsv2]),
  ...(options.logLevel === undefined ? [] : ['--log-level', options.logLevel]),
  ...(options.secrets === undefined ? [] : ['--secrets', options.secrets]),
];

function toServeOptions(options: ServeCommandOptions): ServeOptions {
  const { config, instance, host, port, imdsv2, logLevel, secrets, terminalPrompt } = options;
  return {
    ...(config !== undefined && { configFile: config }),
    ...(instance !== undefined && { instanceFile: resolve(instance) }),
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port }),
    ...(imdsv2 !== undefined && { tokens: imdsv2 }),
    ...(logLevel !== undefined && { logLevel }),
    ...(secrets !== undefined && { secrets }),
    terminalPrompt: terminalPrompt ?? true,
  };
}

/** 0 lets the system choose, which tests use. */
export function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('A port is a number from 0 to 65535.');
}

const examples = `
Examples:
  metafob serve
  metafob serve --config ./server.conf --port 45000
  metafob serve --imdsv2 required --log-level debug

When a program asks for credentials and a code is needed, it is asked for in this
terminal; it can be typed as well in the page at /manage, or with “metafob login”
in another terminal.`;
