/** What `metafob serve` was asked for. Absent fields: the configuration file decides, then the defaults. */
export interface ServeOptions {
  readonly configFile?: string;
  /** The override document of the instance, instead of the one beside the configuration. */
  readonly instanceFile?: string;
  readonly host?: string;
  readonly port?: number;
  /** Whether requests without an IMDSv2 token are answered (`optional`) or refused (`required`). */
  readonly tokens?: TokenMode;
  readonly logLevel?: LogLevel;
  readonly secrets?: SecretStoreChoice;
  /** Ask for token codes in this terminal too. */
  readonly terminalPrompt: boolean;
}

export const tokenModes = ['optional', 'required'] as const;
export type TokenMode = (typeof tokenModes)[number];

export const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

export const secretStoreChoices = ['auto', 'keychain', 'file', 'memory'] as const;
export type SecretStoreChoice = (typeof secretStoreChoices)[number];
