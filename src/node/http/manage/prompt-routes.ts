import { type Context, Hono } from 'hono';
import type { Engine } from '../../../core/engine.ts';
import { parseTokenCode } from '../../../core/mfa/token-code.ts';
import { PromptAnswer } from '../../../shared/manage-api.ts';
import { refuse, refuseWith } from './errors.ts';
import { readBody } from './request-body.ts';

/** Pending questions for codes: list, answer, choose the device, cancel. */
export function promptRoutes(engine: Engine): Hono {
  const app = new Hono();

  const isPending = (id: string): boolean => engine.view().prompts.some((prompt) => prompt.id === id);
  const refuseGone = (context: Context) =>
    refuse(context, 404, 'not-found', 'This question was answered or withdrawn already.');

  app.get('/prompts', (context) => context.json({ prompts: engine.view().prompts }));

  app.post('/prompts/:id', async (context) => {
    const id = context.req.param('id');
    if (!isPending(id)) return refuseGone(context);
    const body = await readBody(context, PromptAnswer);
    if (!body.ok) return refuse(context, 400, 'bad-request', body.failure);
    if ('serialNumber' in body.value) {
      const chosen = engine.chooseDevice(id, body.value.serialNumber);
      return chosen.ok ? context.body(null, 204) : refuseWith(context, chosen.failure);
    }
    const code = parseTokenCode(body.value.code);
    if (code === undefined) {
      return refuse(
        context,
        400,
        'bad-request',
        'The code must be six digits, as the MFA device shows them.',
      );
    }
    const answered = await engine.answerPrompt(id, code);
    return answered.ok ? context.body(null, 204) : refuseWith(context, answered.failure);
  });

  app.delete('/prompts/:id', (context) => {
    const id = context.req.param('id');
    if (!isPending(id)) return refuseGone(context);
    engine.cancelPrompt(id);
    return context.body(null, 204);
  });

  return app;
}
