import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { describeFailure, type Failure } from '../../../core/sessions/failure.ts';
import { unreachable } from '../../../core/unreachable.ts';
import type { ErrorResponse } from '../../../shared/manage-api.ts';

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

function statusOf({ kind }: Failure): ContentfulStatusCode {
  switch (kind) {
    case 'bad-code':
    case 'code-already-used':
    case 'stored-secret-refused':
    case 'wrong-serial':
    case 'access-denied':
    case 'base-keys-gone':
    case 'no-base-keys':
    case 'clock-skew':
    case 'duration-too-long':
      return 403;
    case 'unknown-profile':
      return 404;
    case 'mfa-required':
    case 'keychain-locked':
    case 'cancelled':
    case 'stopped':
    case 'prompt-timed-out':
      return 409;
    case 'throttled':
    case 'network':
    case 'source-failed':
    case 'internal':
    case 'unknown':
      return 503;
    default:
      return unreachable(kind);
  }
}
