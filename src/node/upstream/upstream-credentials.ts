import { failed, type Result } from '../../core/result.ts';
import { type Failure, failure } from '../../core/sessions/failure.ts';
import type { BaseCredentials } from '../base-credentials/sources.ts';

/** Asks another metadata service for the credentials of a role. */
export async function fetchUpstreamCredentials(
  _url: string,
  _role: string,
): Promise<Result<BaseCredentials, Failure>> {
  return failed(failure('source-failed', 'upstream mode is not there yet'));
}
