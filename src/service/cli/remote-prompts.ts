import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from '../../core/engine.ts';
import { failed, success } from '../../core/result.ts';
import { failure } from '../../core/sessions/failure.ts';
import { FailureKind, type ViewState } from '../../shared/view-state.ts';
import { CliError } from './cli-error.ts';
import type { ManageClient } from './manage-client.ts';

const LOOK_EVERY_MS = 300;

/** The questions of a running service about one profile, as the terminal prompt wants them. */
export interface RemotePrompts extends Pick<Engine, 'view' | 'subscribe' | 'answerPrompt' | 'cancelPrompt'> {
  /** Looks at the service now and then, until it is stopped. */
  follow(): Promise<void>;
  stop(): void;
}

export function createRemotePrompts(client: ManageClient, profile: string, now: () => number): RemotePrompts {
  const listeners = new Set<(view: ViewState) => void>();
  const stopping = new AbortController();
  let view = emptyView(now());

  async function look(): Promise<void> {
    const state = await client.state();
    view = { ...state, prompts: state.prompts.filter(({ profiles }) => profiles.includes(profile)) };
    if (stopping.signal.aborted) return;
    for (const listener of listeners) listener(view);
  }

  return {
    view: () => view,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async answerPrompt(promptId, code) {
      try {
        await client.answerPrompt(promptId, code);
        await look();
        return success(undefined);
      } catch (error) {
        await look().catch(() => {});
        return failed(failureOf(error));
      }
    },
    cancelPrompt(promptId) {
      // Who waits for the credentials is told the outcome.
      client.cancelPrompt(promptId).catch(() => {});
      return success(undefined);
    },
    async follow() {
      while (!stopping.signal.aborted) {
        // When the service is gone, the request that waits ends and says so.
        await look().catch(() => {});
        await pause(LOOK_EVERY_MS, undefined, { signal: stopping.signal }).catch(() => {});
      }
    },
    stop: () => stopping.abort(),
  };
}

const emptyView = (now: number): ViewState => ({
  now,
  activeProfile: '',
  profiles: [],
  prompts: [],
  warnings: [],
  clockSkewMs: 0,
});

function failureOf(error: unknown) {
  if (!(error instanceof CliError)) return failure('internal', String(error));
  const kind = FailureKind.safeParse(error.kind).data;
  // The service's own sentence is complete; kinds of our own have none.
  return kind === undefined ? failure('source-failed', error.message) : failure(kind);
}
