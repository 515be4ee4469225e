import type { AccessKey, AccessKeyStore } from './access-keys.ts';
import type { Caller } from './caller.ts';
import type { ReceivedRequest } from './received-request.ts';
import { expiredToken, invalidClientTokenId, signatureDoesNotMatch } from './service-error.ts';
import type { SessionStore } from './sessions.ts';
import {
  type ClaimedSignature,
  expectedSignature,
  statesWrongPayloadHash,
  unsignedHeaders,
} from './signature-v4.ts';

const WINDOW_MS = 5 * 60_000;

/** `20260131T235959Z`, as signatures and AWS's error texts write a time. Earlier times sort first. */
const basicTimestamp = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');

const checkDate = ({ signedAt, expires = 0 }: ClaimedSignature, now: number): void => {
  const earliest = basicTimestamp(now - Math.max(WINDOW_MS, expires * 1000));
  const latest = basicTimestamp(now + WINDOW_MS);
  if (signedAt < earliest) {
    throw signatureDoesNotMatch(
      `Signature expired: ${signedAt} is now earlier than ${earliest} (${basicTimestamp(now)} - 5 min.)`,
    );
  }
  if (signedAt > latest) {
    throw signatureDoesNotMatch(
      `Signature not yet current: ${signedAt} is still later than ${latest} (${basicTimestamp(now)} + 5 min.)`,
    );
  }
};

const checkScope = (claim: ClaimedSignature, service: string): void => {
  if (claim.scope.service !== service) {
    throw signatureDoesNotMatch(`Credential should be scoped to correct service: '${service}'. `);
  }
  if (!/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(claim.scope.region)) {
    throw signatureDoesNotMatch('Credential should be scoped to a valid region. ');
  }
  if (!claim.signedAt.startsWith(claim.scope.date)) {
    throw signatureDoesNotMatch(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${claim.scope.date}' != '${claim.signedAt.slice(0, 8)}', from '${claim.signedAt}'.`,
    );
  }
};

const checkSignature = (request: ReceivedRequest, claim: ClaimedSignature, secret: string): void => {
  const [unsigned] = unsignedHeaders(request, claim);
  if (unsigned !== undefined) {
    throw signatureDoesNotMatch(`'${unsigned}' must be a 'SignedHeader' in the AWS Authorization.`);
  }
  if (statesWrongPayloadHash(request) || expectedSignature(request, claim, secret) !== claim.signature) {
    throw signatureDoesNotMatch();
  }
};

interface KeyHolder {
  readonly caller: Caller;
  readonly secret: string;
  readonly token?: string;
  readonly expiresAt?: number;
}

const holderOf = (key: AccessKey, now: number): KeyHolder | undefined =>
  key.status === 'Active' && now >= key.usableFrom
    ? { caller: { kind: 'user', account: key.account, user: key.user }, secret: key.secret }
    : undefined;

/** Finds out who signed a request for `service` ('sts' or 'iam'); throws the error that AWS would give. */
export const authenticate = (
  request: ReceivedRequest,
  claim: ClaimedSignature,
  service: string,
  keys: { readonly accessKeys: AccessKeyStore; readonly sessions: SessionStore; readonly now: number },
): Caller => {
  const accessKey = keys.accessKeys.find(claim.accessKeyId);
  const holder = keys.sessions.find(claim.accessKeyId) ?? (accessKey && holderOf(accessKey, keys.now));
  if (holder === undefined || holder.token !== claim.sessionToken) throw invalidClientTokenId();
  checkScope(claim, service);
  checkDate(claim, keys.now);
  checkSignature(request, claim, holder.secret);
  if (holder.expiresAt !== undefined && keys.now >= holder.expiresAt) throw expiredToken();
  if (accessKey !== undefined) {
    const { region } = claim.scope;
    keys.accessKeys.update({ ...accessKey, lastUse: { at: keys.now, service, region } });
  }
  return holder.caller;
};
