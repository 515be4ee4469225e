import { setTimeout as delay } from 'node:timers/promises';
import { ErrorResponse, PromptsResponse } from '../../src/shared/manage-api.ts';
import type { PromptView } from '../../src/shared/view-state.ts';

/** What the demo does in place of a person at the page, with the page's own cookie. */
export interface ManagePage {
  /** Keeps an MFA secret in Metafob's secret store. */
  storeMfaSecret(profile: string, secret: string): Promise<void>;
  useProfile(profile: string): Promise<void>;
  /** The question that waits for a code now. */
  pendingPrompt(): Promise<PromptView | undefined>;
  /** All of them. */
  prompts(): Promise<readonly PromptView[]>;
  /** Looks until there is a question. Rejects when the signal aborts. */
  nextPrompt(signal: AbortSignal): Promise<PromptView>;
  /** Undefined when AWS accepted the code, else the sentence for the user. */
  answer(promptId: string, code: string): Promise<string | undefined>;
}

const LOOK_AGAIN_AFTER_MS = 50;

/** Opens the page as a browser does, which gives the cookie for everything else. */
export async function openManagePage(serviceUrl: string): Promise<ManagePage> {
  const opened = await fetch(`${serviceUrl}/manage`);
  const [cookie] = opened.headers.getSetCookie().map((header) => header.split(';', 1)[0]);
  if (!opened.ok || cookie === undefined) {
    throw new Error(`The manage page answered ${opened.status}: ${await opened.text()}`);
  }

  const send = (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(`${serviceUrl}/manage/${path}`, {
      method,
      headers: {
        cookie,
        origin: serviceUrl,
        'sec-fetch-site': 'same-origin',
        'content-type': 'application/json',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  async function succeed(method: string, path: string, body?: unknown): Promise<Response> {
    const response = await send(method, path, body);
    if (!response.ok) throw new Error(await errorMessage(response));
    return response;
  }

  async function prompts(): Promise<readonly PromptView[]> {
    const response = await succeed('GET', 'prompts');
    return PromptsResponse.parse(await response.json()).prompts;
  }

  const pendingPrompt = async (): Promise<PromptView | undefined> => (await prompts())[0];

  return {
    async storeMfaSecret(profile, secret) {
      await succeed('PUT', `profiles/${profile}/mfa-secret`, { secret });
    },
    async useProfile(profile) {
      await succeed('POST', 'session', { profile });
    },
    prompts,
    pendingPrompt,
    async nextPrompt(signal) {
      for (;;) {
        const prompt = await pendingPrompt();
        if (prompt !== undefined) return prompt;
        await delay(LOOK_AGAIN_AFTER_MS, undefined, { signal });
      }
    },
    async answer(promptId, code) {
      const response = await send('POST', `prompts/${promptId}`, { code });
      return response.ok ? undefined : errorMessage(response);
    },
  };
}

async function errorMessage(response: Response): Promise<string> {
  const text = await response.text();
  try {
    return ErrorResponse.parse(JSON.parse(text)).error.message;
  } catch {
    return `The service answered ${response.status}.`;
  }
}
