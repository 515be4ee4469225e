import { createHash, createHmac } from 'node:crypto';
import type { ReceivedRequest } from './received-request.ts';
import { incompleteSignature, missingAuthentication } from './service-error.ts';

/*
 * The receiving side of AWS Signature Version 4, written from its public description and on purpose not with
 * the SDK's signer, so that a mistake of the signer cannot hide.
 */

const ALGORITHM = 'AWS4-HMAC-SHA256';

/** What a request says about its own signature; nothing of it is verified yet. */
export interface ClaimedSignature {
  readonly accessKeyId: string;
  readonly scope: { readonly date: string; readonly region: string; readonly service: string };
  /** `YYYYMMDDTHHMMSSZ`, as signed. */
  readonly signedAt: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly sessionToken?: string;
  /** Seconds; only in presigned URLs. */
  readonly expires?: number;
}

const header = (request: ReceivedRequest, name: string): string | undefined =>
  request.headers[name]?.join(',').trim();

const fieldsOfAuthorization = (authorization: string): ReadonlyMap<string, string> =>
  new Map(
    authorization
      .slice(ALGORITHM.length)
      .split(',')
      .map((field) => {
        const [name = '', ...value] = field.trim().split('=');
        return [name, value.join('=')];
      }),
  );

interface RawClaim {
  readonly credential: string | undefined;
  readonly signedHeaders: string | undefined;
  readonly signature: string | undefined;
  readonly signedAt: string | undefined;
  readonly sessionToken: string | undefined;
  readonly expires?: number;
}

const claimInHeaders = (request: ReceivedRequest, authorization: string): RawClaim => {
  const fields = fieldsOfAuthorization(authorization);
  return {
    credential: fields.get('Credential'),
    signedHeaders: fields.get('SignedHeaders'),
    signature: fields.get('Signature'),
    signedAt: header(request, 'x-amz-date'),
    sessionToken: header(request, 'x-amz-security-token'),
  };
};

const claimInQuery = ({ query }: ReceivedRequest): RawClaim => ({
  credential: query.get('X-Amz-Credential') ?? undefined,
  signedHeaders: query.get('X-Amz-SignedHeaders') ?? undefined,
  signature: query.get('X-Amz-Signature') ?? undefined,
  signedAt: query.get('X-Amz-Date') ?? undefined,
  sessionToken: query.get('X-Amz-Security-Token') ?? undefined,
  expires: Number(query.get('X-Amz-Expires') ?? '0'),
});

const rawClaim = (request: ReceivedRequest): RawClaim => {
  const authorization = header(request, 'authorization');
  if (authorization?.startsWith(`${ALGORITHM} `)) return claimInHeaders(request, authorization);
  if (request.query.get('X-Amz-Algorithm') === ALGORITHM) return claimInQuery(request);
  throw missingAuthentication();
};

/** Reads the Authorization header or, failing that, a presigned URL. Throws AWS's error if neither is whole. */
export const claimedSignature = (request: ReceivedRequest): ClaimedSignature => {
  const { credential, signedHeaders, signature, signedAt, sessionToken, expires } = rawClaim(request);
  if (credential === undefined || signedHeaders === undefined || signature === undefined) {
    throw incompleteSignature(
      "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature' parameters.",
    );
  }
  if (signedAt === undefined || !/^\d{8}T\d{6}Z$/.test(signedAt)) {
    throw incompleteSignature("Authorization header requires existence of a 'X-Amz-Date' header.");
  }
  const [accessKeyId, date, region, service, terminator, ...rest] = credential.split('/');
  if (!accessKeyId || !date || !region || !service || terminator !== 'aws4_request' || rest.length > 0) {
    throw incompleteSignature('Credential must have exactly 5 slash-delimited elements.');
  }
  return {
    accessKeyId,
    scope: { date, region, service },
    signedAt,
    signedHeaders: signedHeaders.split(';'),
    signature,
    ...(sessionToken === undefined ? {} : { sessionToken }),
    ...(expires === undefined ? {} : { expires }),
  };
};

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();

/** RFC 3986: also the characters that encodeURIComponent leaves alone. */
const encode = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const compare = (left: string, right: string): number => Number(left > right) - Number(left < right);

const canonicalQuery = (query: URLSearchParams): string =>
  [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort((left, right) => compare(left[0], right[0]) || compare(left[1], right[1]))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');

const canonicalHeader = (request: ReceivedRequest, name: string): string =>
  `${name}:${(request.headers[name] ?? []).map((value) => value.trim().replaceAll(/\s+/g, ' ')).join(',')}\n`;

const canonicalRequest = (request: ReceivedRequest, signedHeaders: readonly string[]): string =>
  [
    request.method,
    request.path.split('/').map(encode).join('/'),
    canonicalQuery(request.query),
    signedHeaders.map((name) => canonicalHeader(request, name)).join(''),
    signedHeaders.join(';'),
    sha256(request.body),
  ].join('\n');

/** The signature that whoever knows the secret makes for this request. */
export const expectedSignature = (
  request: ReceivedRequest,
  claim: ClaimedSignature,
  secret: string,
): string => {
  const { date, region, service } = claim.scope;
  const stringToSign = [
    ALGORITHM,
    claim.signedAt,
    `${date}/${region}/${service}/aws4_request`,
    sha256(canonicalRequest(request, claim.signedHeaders)),
  ].join('\n');
  const signingKey = [date, region, service, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secret}`);
  return hmac(signingKey, stringToSign).toString('hex');
};

/** The hash of the body that the client states in a header, where it does, has to be right as well. */
export const statesWrongPayloadHash = (request: ReceivedRequest): boolean => {
  const stated = header(request, 'x-amz-content-sha256');
  return stated !== undefined && stated !== sha256(request.body);
};

/** Headers that AWS wants signed whenever they are present, but are not. */
export const unsignedHeaders = (request: ReceivedRequest, claim: ClaimedSignature): string[] =>
  Object.keys(request.headers).filter(
    (name) => (name === 'host' || name.startsWith('x-amz-')) && !claim.signedHeaders.includes(name),
  );
