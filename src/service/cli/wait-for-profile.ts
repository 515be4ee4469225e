import { setTimeout as pause } from 'node:timers/promises';
import { runningClient } from './broker.ts';
import type { CommandContext } from './command-context.ts';

const WITHIN_MS = 2_000;
const LOOK_EVERY_MS = 50;

/**
 * After a command wrote a profile into a configuration file: waits until a running service has read it, so that
 * the next command finds it. A service that uses another file never does, and is not waited for any longer.
 */
export async function waitForProfile(context: CommandContext, name: string): Promise<void> {
  const client = await runningClient(context).catch(() => undefined);
  for (let waited = 0; client !== undefined && waited < WITHIN_MS; waited += LOOK_EVERY_MS) {
    const state = await client.state().catch(() => undefined);
    if (state === undefined || state.profiles.some((profile) => profile.name === name)) return;
    await pause(LOOK_EVERY_MS);
  }
}
