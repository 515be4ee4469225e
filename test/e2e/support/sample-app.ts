import { once } from 'node:events';
import type { LaunchedApp } from './launch.ts';

/** What the sample app noted (test/standin/sample-app/main.cjs). */
export interface Seen {
  readonly events: readonly string[];
  readonly argv: readonly string[];
  readonly messages: readonly unknown[];
  readonly secondInstances: readonly (readonly string[])[];
  readonly windowOpens: readonly string[];
  readonly navigations: readonly string[];
}

declare global {
  // In the main process of the sample app.
  var sample: { readonly seen: Seen; openWindow(name: string): void };
}

export const seen = (app: LaunchedApp): Promise<Seen> => app.electron.evaluate(() => globalThis.sample.seen);

/** The exit code of the app's process. */
export const exitOf = async (app: LaunchedApp): Promise<number | null> => {
  const [code] = await once(app.electron.process(), 'exit');
  return code;
};
