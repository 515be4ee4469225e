import { HealthResponse } from '../../../shared/manage-api.ts';
import type { Answerer } from '../surroundings.ts';

export interface Question {
  readonly method: 'GET' | 'HEAD';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

/** Sends one request, never through a proxy. Rejects when nobody answers in time. */
export type Ask = (question: Question) => Promise<{ readonly status: number; readonly body: string }>;

/** Clients give up after one second as well. */
export const ANSWER_TIMEOUT_MS = 1_000;

/** Asks for Metafob's health, a path that no real metadata service has. Never rejects. */
export async function whoAnswersAt(ask: Ask, origin: string): Promise<Answerer> {
  try {
    const { body } = await ask({
      method: 'GET',
      url: `${origin}/manage/health`,
      headers: {},
      timeoutMs: ANSWER_TIMEOUT_MS,
    });
    return HealthResponse.safeParse(parsed(body)).success ? 'metafob' : 'somebody-else';
  } catch {
    return 'nobody';
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
