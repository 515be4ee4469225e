/** Writes lines for the shell of the user. */
export interface ShellLines {
  /** One line that changes variables. */
  variables(changes: {
    readonly set?: Readonly<Record<string, string>>;
    readonly unset?: readonly string[];
  }): string;
  /** One line that runs the `metafob` command. */
  metafob(...words: readonly string[]): string;
  /** Both lines in one, the second only after the first did what it should. */
  both(first: string, second: string): string;
}
