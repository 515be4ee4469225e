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

interface ParsedOptions {
  readonly config?: string;
  readonly host?: string;
  readonly port?: number;
  readonly imdsv2?: TokenMode;
  readonly logLevel?: LogLevel;
  readonly secrets?: SecretStoreChoice;
  readonly terminalPrompt: boolean;
}

export function addServeCommand(program: Command, exit: (code: number) => void): void {
  program
    .command('serve')
    .description('start the service, and keep running until Ctrl-C')
    .option('--config <file>', 'configuration file, instead of the usual places')
    .option('--host <address>', 'address to listen on')
    .option('--port <number>', 'port to listen on', parsePort)
    .addOption(
      new Option('--imdsv2 <mode>', 'require IMDSv2 session tokens, or answer without too').choices(
        tokenModes,
      ),
    )
    .addOption(new Option('--log-level <level>', 'how much to log').choices(logLevels))
    .addOption(new Option('--secrets <store>', 'where MFA secrets are kept').choices(secretStoreChoices))
    .option('--no-terminal-prompt', 'do not ask for codes in this terminal')
    .addHelpText('after', examples)
    .action(async (options: ParsedOptions) => {
      const { serve } = await import('../serve.ts');
      exit(await serve(toServeOptions(options)));
    });
}

function toServeOptions(options: ParsedOptions): ServeOptions {
  const { config, host, port, imdsv2, logLevel, secrets, terminalPrompt } = options;
  return {
    ...(config !== undefined && { configFile: config }),
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port }),
    ...(imdsv2 !== undefined && { tokens: imdsv2 }),
    ...(logLevel !== undefined && { logLevel }),
    ...(secrets !== undefined && { secrets }),
    terminalPrompt,
  };
}

/** 0 lets the system choose, which tests use. */
function parsePort(text: string): number {
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
