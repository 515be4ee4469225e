import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { AccessResponse } from '../../../../src/shared/manage-api.ts';
import type { CommandOutcome } from '../../../support/aws-environment.ts';
import type { ServiceWorld } from '../../service/support/service-world.ts';

export const metafobScript = join(import.meta.dirname, '..', '..', '..', '..', 'bin', 'metafob.js');

/** A `metafob` command under way. */
export interface CommandUnderWay {
  readonly finished: Promise<CommandOutcome>;
  /** Resolves as soon as standard output holds the text. */
  printed(text: string): Promise<void>;
  kill(signal: NodeJS.Signals): void;
}

/** Starts the built `metafob` with exactly this environment, nobody at its terminal. */
export function startMetafob(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): CommandUnderWay {
  const child = spawn(process.execPath, [metafobScript, ...words], {
    env: { ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Without a controlling terminal, so that no test asks whoever runs the tests.
    detached: true,
  });
  let stdout = '';
  let stderr = '';
  const watchers = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    for (const watcher of watchers) watcher();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const finished = new Promise<CommandOutcome>((resolve) => {
    child.once('close', (code, signal) => resolve({ exitCode: code ?? signal ?? 'unknown', stdout, stderr }));
  });
  return {
    finished,
    printed: (text) =>
      new Promise((resolve, reject) => {
        const check = () => {
          if (stdout.includes(text)) resolve();
        };
        watchers.add(check);
        void finished.then((outcome) => reject(new Error(`It ended: ${JSON.stringify(outcome)}`)));
        check();
      }),
    kill: (signal) => void child.kill(signal),
  };
}

export const metafob = (
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<CommandOutcome> => startMetafob(words, environment).finished;

/** Where programs get a profile's credentials. */
export async function accessOf({ manage }: ServiceWorld, profile: string): Promise<AccessResponse> {
  return AccessResponse.parse(
    (await manage('GET', `/profiles/${encodeURIComponent(profile)}/access`)).json(),
  );
}

/** What AWS clients read from the container endpoint. */
export const ContainerDocument = z.strictObject({
  RoleArn: z.string().optional(),
  AccessKeyId: z.string(),
  SecretAccessKey: z.string(),
  Token: z.string(),
  Expiration: z.string(),
  AccountId: z.string().optional(),
});

export const ContainerError = z.strictObject({ Code: z.string(), Message: z.string() });
