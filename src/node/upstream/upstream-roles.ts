import { failed, type Result, success } from '../../core/result.ts';
import { type Failure, failure } from '../../core/sessions/failure.ts';
import { askUpstream, credentialsPath } from './upstream-request.ts';

/** A machine has one; each is fetched and kept fresh, whether it is used or not. */
const MAXIMUM_ROLES = 50;

export const UPSTREAM_TIME_LIMIT_MS = 10_000;

/** What IAM allows; dots alone would change the path of a request. */
export const isRoleName = (text: string): boolean => /^[\w+=,.@-]{1,64}$/.test(text) && !/^\.+$/.test(text);

/** A failure with the address, so that the user knows which service is meant; never with what it sent. */
export const upstreamFailure = (url: string, complaint: string): Failure =>
  failure('source-failed', `the metadata service at ${addressOf(url)} ${complaint}`);

/** Without user name and password, should somebody have put them there. */
const addressOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : 'an unusable address');

/**
 * The roles that another metadata service offers, in its order. None at all is a success: a machine without a
 * role answers 404 or nothing.
 *
 * @param url base address such as `http://localhost:8080`
 */
export async function listUpstreamRoles(
  url: string,
  { timeLimitMs = UPSTREAM_TIME_LIMIT_MS }: { readonly timeLimitMs?: number } = {},
): Promise<Result<readonly string[], Failure>> {
  const answer = await askUpstream({ url, path: credentialsPath(), timeLimitMs });
  if (!answer.ok) return failed(upstreamFailure(url, answer.failure));
  const { status, body } = answer.value;
  if (status === 404) return success([]);
  if (status !== 200) return failed(upstreamFailure(url, `answered ${status} when asked for its roles`));
  const names = body
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (!names.every(isRoleName)) {
    return failed(upstreamFailure(url, 'answered something that is not a list of roles; check its address'));
  }
  const roles = [...new Set(names)];
  return roles.length > MAXIMUM_ROLES
    ? failed(upstreamFailure(url, `offers ${roles.length} roles; more than ${MAXIMUM_ROLES} are not fetched`))
    : success(roles);
}
