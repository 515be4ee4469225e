import type { ServerResponse } from 'node:http';

/** The Go SDK gives up when no first byte comes within 500 ms. */
const FIRST_BYTE_AFTER_MS = 100;
/** Most SDKs give up when nothing comes for a second. */
const NEXT_BYTE_AFTER_MS = 400;

/** A body, and how it is told when it is there before the waiting begins. */
export interface HeldAnswer {
  /** While the head is not sent yet; a client that was kept waiting has got 200 already. */
  readonly prompt: { readonly status: number; readonly body: string };
  readonly late: string;
}

/** Keeps clients waiting by sending them a space now and then; JSON may begin with any number of them. */
export interface DripHold {
  /**
   * Answers with the body: at once when it is there at once, else with 200 and spaces first. The
   * connection is never reset: JavaScript clients would then neither succeed nor fail.
   *
   * @param body a text goes with status 200, early or late
   */
  answer(response: ServerResponse, contentType: string, body: Promise<string | HeldAnswer>): Promise<void>;
}

export function createDripHold(): DripHold {
  const held = new Set<ServerResponse>();
  let timer: NodeJS.Timeout | undefined;

  function drip(): void {
    for (const response of held) response.write(' ');
  }

  function hold(response: ServerResponse, contentType: string): void {
    response.writeHead(200, { 'Content-Type': contentType, 'Cache-Control': 'no-store' });
    response.write(' ');
    held.add(response);
    timer ??= setInterval(drip, NEXT_BYTE_AFTER_MS);
  }

  function release(response: ServerResponse): void {
    held.delete(response);
    if (held.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  return {
    async answer(response, contentType, body) {
      const begin = setTimeout(() => hold(response, contentType), FIRST_BYTE_AFTER_MS);
      const stop = () => {
        clearTimeout(begin);
        release(response);
      };
      response.once('close', stop);
      const { prompt, late } = asHeldAnswer(await body);
      stop();
      if (response.destroyed) return;
      if (response.headersSent) {
        response.end(late);
        return;
      }
      response.writeHead(prompt.status, {
        'Content-Type': contentType,
        'Content-Length': Buffer.byteLength(prompt.body),
        'Cache-Control': 'no-store',
      });
      response.end(prompt.body);
    },
  };
}

const asHeldAnswer = (body: string | HeldAnswer): HeldAnswer =>
  typeof body === 'string' ? { prompt: { status: 200, body }, late: body } : body;
