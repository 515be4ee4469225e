import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Engine } from '../../../core/engine.ts';

/** Many changes at once (a hundred programs that ask together) reach the page as a few. */
const PAUSE_BETWEEN_EVENTS_MS = 50;

/** The published state: once, or as a stream of server-sent events, one `state` for each change. */
export function stateRoutes(engine: Engine): Hono {
  const app = new Hono();

  app.get('/state', (context) => context.json(engine.view()));

  app.get('/events', (context) => {
    // Hono answers HEAD with the route of GET, which never ends here.
    if (context.req.method === 'HEAD') return context.body(null);
    return streamSSE(context, async (stream) => {
      const changes = new ChangeSignal();
      const unsubscribe = engine.subscribe(() => changes.notify());
      stream.onAbort(() => {
        unsubscribe();
        changes.notify();
      });
      while (!stream.aborted && !stream.closed) {
        await stream.writeSSE({ event: 'state', data: JSON.stringify(engine.view()) });
        await changes.next();
        await stream.sleep(PAUSE_BETWEEN_EVENTS_MS);
      }
    });
  });

  return app;
}

/** Remembers that something changed until somebody waits for it. */
class ChangeSignal {
  #changed = false;
  #wake: (() => void) | undefined;

  notify(): void {
    this.#changed = true;
    this.#wake?.();
  }

  async next(): Promise<void> {
    if (!this.#changed) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#wake = undefined;
    this.#changed = false;
  }
}
