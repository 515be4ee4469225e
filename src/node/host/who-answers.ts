import { HealthResponse } from '../../shared/manage-api.ts';

export interface Question {
  readonly method: 'GET' | 'HEAD';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

/** Sends one request, never through a proxy. Rejects when nobody answers in time. */
export type Ask = (question: Question) => Promise<{ readonly status: number; readonly body: string }>;

export type Answerer =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'metafob'; readonly version: string; readonly processId: number }
  | { readonly kind: 'somebody-else'; readonly status: number };

/** Clients give up after one second as well. */
export const ANSWER_TIMEOUT_MS = 1_000;

/** Asks for Metafob's health, a path that no real metadata service has. Never rejects. */
export async function whoAnswers(ask: Ask, origin: string): Promise<Answerer> {
  try {
    const url = `${origin}/manage/health`;
    const { status, body } = await ask({ method: 'GET', url, headers: {}, timeoutMs: ANSWER_TIMEOUT_MS });
    const health = HealthResponse.safeParse(parsed(body));
    if (!health.success) return { kind: 'somebody-else', status };
    const { version, processId } = health.data;
    return { kind: 'metafob', version, processId };
  } catch {
    return { kind: 'nobody' };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
