import { parseArgs } from 'node:util';
import {
  type LogLevel,
  logLevels,
  type SecretStoreChoice,
  secretStoreChoices,
} from '../../service/serve-options.ts';

/** What a launch of the app asks for; a second launch hands it to the first. */
export type LaunchWish = 'ordinary' | 'hidden' | 'show' | 'prompt' | 'quit';

export interface CommandLine {
  readonly wish: LaunchWish;
  /** Used by a first launch only. */
  readonly configFile?: string;
  readonly logLevel?: LogLevel;
  readonly secrets?: SecretStoreChoice;
  /** Chromium's flag: a folder for the app's own data, and so a second app beside the first. */
  readonly dataDirectory?: string;
}

/**
 * Reads Metafob's own flags and leaves those of Electron and Chromium alone, which come mixed with them.
 *
 * @param argv as in `process.argv` or the `second-instance` event, the program first
 */
export function readCommandLine(argv: readonly string[]): CommandLine {
  const { values } = parseArgs({
    args: argv.slice(1),
    strict: false,
    options: {
      hidden: { type: 'boolean' },
      show: { type: 'boolean' },
      prompt: { type: 'boolean' },
      quit: { type: 'boolean' },
      config: { type: 'string' },
      'log-level': { type: 'string' },
      secrets: { type: 'string' },
      'user-data-dir': { type: 'string' },
    },
  });
  const configFile = typeof values.config === 'string' ? values.config : undefined;
  const dataDirectory = typeof values['user-data-dir'] === 'string' ? values['user-data-dir'] : undefined;
  const logLevel = logLevels.find((level) => level === values['log-level']);
  const secrets = secretStoreChoices.find((choice) => choice === values.secrets);
  return {
    wish: (['quit', 'prompt', 'show', 'hidden'] as const).find((wish) => values[wish] === true) ?? 'ordinary',
    ...(configFile === undefined ? {} : { configFile }),
    ...(logLevel === undefined ? {} : { logLevel }),
    ...(secrets === undefined ? {} : { secrets }),
    ...(dataDirectory === undefined ? {} : { dataDirectory }),
  };
}

/**
 * Whether somebody wants to attach to the pages from outside. A packaged app refuses: the window that takes
 * codes and MFA secrets would be an open book.
 */
export const asksForDebugging = (argv: readonly string[]): boolean =>
  argv.some((argument) => /^--?(remote-debugging-(port|pipe|address)|inspect(-brk|-port)?)\b/.test(argument));
