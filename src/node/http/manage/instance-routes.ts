import { type Context, Hono } from 'hono';
import type { Result } from '../../../core/result.ts';
import {
  type CertificateResponse,
  type InstanceResponse,
  OverrideChange,
  type OverrideProblem,
  OverridesBody,
  type OverridesWritten,
} from '../../../shared/instance-api.ts';
import type { ErrorResponse } from '../../../shared/manage-api.ts';
import type { InstanceControl } from '../../instance/instance-control.ts';
import { refuse } from './errors.ts';
import { readBody } from './request-body.ts';

/** What the instance is: its values, and the document that sets them. */
export function instanceRoutes(control: InstanceControl): Hono {
  const app = new Hono();

  app.get('/instance', async (context) => context.json((await control.view()) satisfies InstanceResponse));

  app.get('/instance/overrides', async (context) => {
    const text = await control.document();
    return text.ok
      ? context.json({ text: text.value } satisfies OverridesBody)
      : refuse(context, 503, 'internal', sentenceOf(text.failure));
  });

  app.put('/instance/overrides', async (context) => {
    const body = await readBody(context, OverridesBody);
    if (!body.ok) return refuse(context, 400, 'bad-request', body.failure);
    return written(context, await control.writeDocument(body.value.text));
  });

  app.patch('/instance/overrides', async (context) => {
    const body = await readBody(context, OverrideChange);
    if (!body.ok) return refuse(context, 400, 'bad-request', body.failure);
    return written(context, await control.set(body.value.key, body.value.value));
  });

  app.delete('/instance/overrides', async (context) => written(context, await control.removeDocument()));

  app.post('/instance/regenerate', async (context) => {
    await control.regenerate();
    return context.body(null, 204);
  });

  app.get('/instance/certificate', async (context) => {
    const certificate = await control.certificate();
    return certificate.ok
      ? context.json({ certificate: certificate.value } satisfies CertificateResponse)
      : refuse(context, 503, 'internal', certificate.failure);
  });

  return app;
}

/** Beside the sentence, the problems one by one, each with the place at which to show it. */
const written = (context: Context, outcome: Result<void, readonly OverrideProblem[]>) =>
  outcome.ok
    ? context.body(null, 204)
    : context.json(
        {
          error: { kind: 'bad-request', message: sentenceOf(outcome.failure) },
          problems: outcome.failure.map(({ line, key, message }) => ({ line, message, ...(key && { key }) })),
        } satisfies ErrorResponse & OverridesWritten,
        422,
      );

const sentenceOf = (problems: readonly OverrideProblem[]): string =>
  problems.map(({ line, message }) => `Line ${line}: ${message.replace(/[.?]$/, '')}.`).join(' ');
