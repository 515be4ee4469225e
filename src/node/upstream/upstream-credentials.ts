import * as z from 'zod/mini';
import { failed, type Result, success } from '../../core/result.ts';
import type { Failure } from '../../core/sessions/failure.ts';
import { CREDENTIAL_TEXT } from '../base-credentials/credential-text.ts';
import type { BaseCredentials } from '../base-credentials/sources.ts';
import { askUpstream, credentialsPath } from './upstream-request.ts';
import { isRoleName, UPSTREAM_TIME_LIMIT_MS, upstreamFailure } from './upstream-roles.ts';

const CredentialText = z.string().check(z.regex(CREDENTIAL_TEXT));

/** `Code`, `Type` and `LastUpdated` are missing in the answers of some metadata services. */
const RoleCredentials = z.object({
  Code: z.optional(z.string()),
  AccessKeyId: CredentialText,
  SecretAccessKey: CredentialText,
  Token: CredentialText,
  Expiration: z.string(),
});

const FailedAnswer = z.object({ Code: z.string().check(z.regex(/^\w{1,64}$/)) });

export interface FetchOptions {
  readonly timeLimitMs?: number;
  /** ms since the epoch */
  readonly now?: () => number;
}

/**
 * Asks another metadata service for the credentials of a role. Never throws; the failure says what the
 * service did wrong without repeating anything that it sent. Expired credentials are a failure.
 *
 * @param url base address such as `http://localhost:8080`
 */
export async function fetchUpstreamCredentials(
  url: string,
  role: string,
  { timeLimitMs = UPSTREAM_TIME_LIMIT_MS, now = Date.now }: FetchOptions = {},
): Promise<Result<BaseCredentials, Failure>> {
  const complain = (complaint: string) => failed(upstreamFailure(url, complaint));
  if (!isRoleName(role)) return complain('was not asked, because the name of the role is not one of IAM');
  const answer = await askUpstream({ url, path: credentialsPath(role), timeLimitMs });
  if (!answer.ok) return complain(answer.failure);
  const { status, body } = answer.value;
  if (status !== 200) return complain(`answered ${status} when asked for the role ${role}`);
  if (body.trim() === '') return complain(`has no credentials for the role ${role}`);
  const json = parseJson(body);
  const { data } = RoleCredentials.safeParse(json);
  if (data === undefined || (data.Code !== undefined && data.Code !== 'Success')) {
    return complain(`answered ${describe(json)} instead of credentials for the role ${role}`);
  }
  const expiresAt = Date.parse(data.Expiration);
  if (Number.isNaN(expiresAt)) return complain(`does not say when the credentials of ${role} end`);
  if (expiresAt <= now()) {
    return complain(`handed out expired credentials for the role ${role}; check the clocks of both machines`);
  }
  return success({
    accessKeyId: data.AccessKeyId,
    secretAccessKey: data.SecretAccessKey,
    sessionToken: data.Token,
    expiresAt,
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function describe(json: unknown): string {
  const { data } = FailedAnswer.safeParse(json);
  if (data !== undefined && data.Code !== 'Success') return `the failure ${data.Code}`;
  return json === undefined ? 'something that is not JSON' : 'incomplete JSON';
}
