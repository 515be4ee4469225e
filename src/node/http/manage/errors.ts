import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { describeFailure, type Failure } from '../../../core/sessions/failure.ts';
import type { ErrorResponse } from '../../../shared/manage-api.ts';
import { statusOf } from '../failure-status.ts';

type ErrorKind = ErrorResponse['error']['kind'];

/** An error answer of the manage API; `message` is a full sentence. */
export const refuse = (context: Context, status: ContentfulStatusCode, kind: ErrorKind, message: string) =>
  context.json({ error: { kind, message } } satisfies ErrorResponse, status);

/** A failure of the engine as an error answer. */
export function refuseWith(context: Context, cause: Failure) {
  const error: ErrorResponse['error'] = { kind: cause.kind, message: describeFailure(cause) };
  const body: ErrorResponse = {
    error: cause.nextCodeAt === undefined ? error : { ...error, nextCodeAt: cause.nextCodeAt },
  };
  return context.json(body, statusOf(cause));
}
