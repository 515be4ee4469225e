import { failed, type Result } from '../../core/result.ts';
import { type Failure, failure } from '../../core/sessions/failure.ts';
import type { BaseCredentials } from './sources.ts';

/** Runs a `credential_process` of ~/.aws/config as the AWS CLI does. */
export async function runCredentialProcess(_command: string): Promise<Result<BaseCredentials, Failure>> {
  return failed(failure('source-failed', 'credential_process is not there yet'));
}
