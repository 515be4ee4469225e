import { describeFailure, type Failure } from '../../core/sessions/failure.ts';
import type { ErrorResponse } from '../../shared/manage-api.ts';

/** Why an enrolment cannot go on, in the words of every face. Free of secrets. */
export type EnrolmentProblem = ErrorResponse['error'];

export const problem = (kind: EnrolmentProblem['kind'], message: string): EnrolmentProblem => ({
  kind,
  message,
});

/** @param action what was asked of AWS, such as `iam:EnableMFADevice` */
export function problemOf(cause: Failure, action: string): EnrolmentProblem {
  switch (cause.kind) {
    case 'bad-code':
      return problem('bad-code', wrongCodes);
    case 'access-denied':
      return problem(
        'access-denied',
        `AWS does not allow ${action} with these keys. Ask an administrator for the permission.${quoted(cause)}`,
      );
    default:
      return problem(cause.kind, describeFailure(cause));
  }
}

const wrongCodes =
  'AWS did not accept these two codes. They must follow each other on the new device. Wait for its next code, and type that one and the one after it.';

const quoted = ({ detail }: Failure): string =>
  detail === undefined ? '' : ` AWS said: “${detail.replace(/\.$/, '')}”.`;
