import type { Result } from '../../core/result.ts';
import { describeFailure, type Failure } from '../../core/sessions/failure.ts';
import type { ErrorResponse } from '../../shared/manage-api.ts';

type IpcError = ErrorResponse['error'];

/** What a call answers: a value, or an error in the words of the user. */
export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: IpcError };

export const answer = <Value>(value: Value): Outcome<Value> => ({ ok: true, value });

export const done: Outcome<undefined> = { ok: true, value: undefined };

export const refuse = (kind: IpcError['kind'], message: string): Outcome<never> => ({
  ok: false,
  error: { kind, message },
});

/** A failure of the engine as an error. */
export const refuseWith = (cause: Failure): Outcome<never> => ({
  ok: false,
  error: {
    kind: cause.kind,
    message: describeFailure(cause),
    ...(cause.nextCodeAt === undefined ? {} : { nextCodeAt: cause.nextCodeAt }),
  },
});

/** The outcome of something that has no value. */
export const settled = (result: Result<unknown, Failure>): Outcome<undefined> =>
  result.ok ? done : refuseWith(result.failure);
