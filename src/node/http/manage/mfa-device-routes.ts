import { type Context, Hono } from 'hono';
import type { Result } from '../../../core/result.ts';
import {
  type ErrorResponse,
  MfaDeviceProof,
  MfaDeviceRequest,
  type MfaDeviceUndone,
} from '../../../shared/manage-api.ts';
import type { MfaEnrolments } from '../../mfa-enrolment/enrolments.ts';
import type { EnrolmentProblem } from '../../mfa-enrolment/problem.ts';
import { statusOf } from '../failure-status.ts';
import { refuse } from './errors.ts';
import { readBody } from './request-body.ts';

/** Adding a virtual MFA device to the user of a profile: make it, enable it, or take it back. */
export function mfaDeviceRoutes(enrolments: MfaEnrolments): Hono {
  const app = new Hono();

  app.post('/profiles/:name/mfa-device', async (context) => {
    const body = await readBody(context, MfaDeviceRequest);
    if (!body.ok) return refuse(context, 400, 'bad-request', body.failure);
    return answer(context, await enrolments.start(context.req.param('name'), body.value.deviceName));
  });

  app.post('/profiles/:name/mfa-device/:id', async (context) => {
    const body = await readBody(context, MfaDeviceProof);
    if (!body.ok) return refuse(context, 400, 'bad-request', body.failure);
    const { name, id } = context.req.param();
    return answer(context, await enrolments.finish(name, id, body.value));
  });

  app.delete('/profiles/:name/mfa-device/:id', async (context) => {
    const { name, id } = context.req.param();
    const undone = await enrolments.cancel(name, id);
    if (!undone.ok) return refuseProblem(context, undone.failure);
    return context.json({ message: undone.value } satisfies MfaDeviceUndone);
  });

  return app;
}

const answer = (context: Context, result: Result<object, EnrolmentProblem>) =>
  result.ok ? context.json(result.value) : refuseProblem(context, result.failure);

const refuseProblem = (context: Context, error: EnrolmentProblem) =>
  context.json({ error } satisfies ErrorResponse, statusOfProblem(error));

function statusOfProblem({ kind }: EnrolmentProblem) {
  switch (kind) {
    case 'bad-request':
      return 400;
    case 'unauthorized':
      return 401;
    case 'forbidden':
      return 403;
    case 'not-found':
      return 404;
    case 'method-not-allowed':
      return 405;
    case 'code-needed':
      return 409;
    default:
      return statusOf({ kind });
  }
}
