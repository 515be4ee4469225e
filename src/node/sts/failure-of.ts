import { classifyAwsError } from '../../core/sessions/classify-aws-error.ts';
import { type Failure, failure } from '../../core/sessions/failure.ts';
import { SourceFailure } from './base-credentials.ts';

const httpStatusOf = (thrown: Error): number | undefined => {
  const metadata: unknown = '$metadata' in thrown ? thrown.$metadata : undefined;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
};

/** Turns what the AWS SDK threw into a failure value. Never keeps more of the error than its text. */
export function failureOf(thrown: unknown): Failure {
  if (!(thrown instanceof Error)) return failure('unknown');
  if (thrown instanceof SourceFailure) return thrown.failure;
  const httpStatus = httpStatusOf(thrown);
  if (httpStatus !== undefined) {
    return classifyAwsError({ code: thrown.name, message: thrown.message, httpStatus });
  }
  if (thrown.name === 'CredentialsProviderError') return failure('no-base-keys');
  return failure('network', 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : thrown.name);
}
