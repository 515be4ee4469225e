import type { ProfileView } from '../../shared/view-state.ts';
import type { ErrorStatus } from './error-page.ts';
import type { MetadataTrees } from './metadata-trees.ts';
import { profileForRole } from './roles.ts';
import { parseTokenLifetime, type TokenStore } from './token-store.ts';
import type { SignatureForm } from './tree/category.ts';
import { CREDENTIALS_SINCE } from './tree/credentials.ts';
import { isVersion, shows, versions } from './versions.ts';

export interface MetadataRequest {
  readonly method: string;
  /** Path only, still percent-encoded. */
  readonly path: string;
  /** `x-aws-ec2-metadata-token` */
  readonly token?: string | undefined;
  /** `x-aws-ec2-metadata-token-ttl-seconds` */
  readonly tokenLifetime?: string | undefined;
  /** `x-forwarded-for`: somebody relays the request, and tokens are not for others. */
  readonly forwardedFor?: string | undefined;
}

export interface MetadataContext {
  readonly tokens: TokenStore;
  /** IMDSv2 only: requests without a token are refused. */
  readonly tokensRequired: boolean;
  /** All profiles, for the paths that need them; the active one is among them. */
  profiles(): readonly ProfileView[];
  readonly trees: MetadataTrees;
}

/** `remainingSeconds` is told to clients that sent a token. */
export type MetadataAnswer = { readonly remainingSeconds?: number } & (
  | { readonly kind: 'text'; readonly contentType: 'text/plain'; readonly body: string }
  | { readonly kind: 'user-data'; readonly body: Uint8Array }
  /** The identity document, to be signed by somebody who has the key. */
  | { readonly kind: 'signature'; readonly form: SignatureForm; readonly document: string }
  | { readonly kind: 'token'; readonly token: string; readonly lifetimeSeconds: number }
  /** The only answer that may have to wait for a person. */
  | { readonly kind: 'credentials'; readonly profile: string; readonly extended: boolean }
  | { readonly kind: 'error'; readonly status: ErrorStatus; readonly allow?: string }
);

const TOKEN_PATH = /^\/([^/]+)\/api\/token\/?$/;
const CREDENTIALS = /^\/+([^/]+)\/+meta-data\/+iam\/+security-credentials(-extended)?\/+([^/]+)\/*$/;

const refuse = (status: ErrorStatus): MetadataAnswer => ({ kind: 'error', status });
const text = (body: string): MetadataAnswer => ({ kind: 'text', contentType: 'text/plain', body });

/** How the EC2 instance metadata service answers a request (EC2 user guide; details in docs/architecture.md). */
export function respond(request: MetadataRequest, context: MetadataContext): MetadataAnswer {
  const [, tokenVersion] = request.path.match(TOKEN_PATH) ?? [];
  if (tokenVersion !== undefined) return respondWithToken(tokenVersion, request, context);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return { kind: 'error', status: 405, allow: 'GET, HEAD' };
  }
  if (request.token === undefined) {
    return context.tokensRequired ? refuse(401) : respondWithData(request.path, context);
  }
  // A request that carries a token is an IMDSv2 request, whether tokens are required or not.
  const remainingSeconds = context.tokens.remainingSeconds(request.token);
  if (remainingSeconds === undefined) return refuse(401);
  return { ...respondWithData(request.path, context), remainingSeconds };
}

function respondWithToken(
  version: string,
  { method, forwardedFor, tokenLifetime }: MetadataRequest,
  { tokens }: MetadataContext,
): MetadataAnswer {
  if (method !== 'PUT') return { kind: 'error', status: 405, allow: 'PUT' };
  if (forwardedFor !== undefined || version !== 'latest') return refuse(403);
  const lifetimeSeconds = parseTokenLifetime(tokenLifetime);
  if (lifetimeSeconds === undefined) return refuse(400);
  return { kind: 'token', token: tokens.issue(lifetimeSeconds), lifetimeSeconds };
}

function respondWithData(encodedPath: string, context: MetadataContext): MetadataAnswer {
  // First, because it is what nearly every request asks for.
  const credentials = encodedPath.match(CREDENTIALS);
  if (credentials !== null) return respondWithCredentials(credentials, context);
  const segments = decodeSegments(encodedPath);
  if (segments === undefined) return refuse(400);
  const [version, ...rest] = segments;
  if (version === undefined) return text(versions.join('\n'));
  if (!isVersion(version)) return refuse(404);
  const active = context.profiles().find((profile) => profile.active);
  const leaf = context.trees(active, version).read(rest.join('/'));
  switch (leaf?.kind) {
    case undefined:
    case 'credentials':
      return refuse(404);
    case 'text':
      return text(leaf.body);
    case 'user-data':
    case 'signature':
      return leaf;
  }
}

/** A slash at the end, or twice in the middle, changes nothing: clients disagree about both. */
function decodeSegments(path: string): string[] | undefined {
  try {
    return path.split('/').filter(Boolean).map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

function respondWithCredentials(
  [, version = '', extended, encodedRole = '']: RegExpMatchArray,
  context: MetadataContext,
): MetadataAnswer {
  if (!isVersion(version) || !shows(version, CREDENTIALS_SINCE)) return refuse(404);
  const role = encodedRole.includes('%') ? decodeSegments(encodedRole)?.join('/') : encodedRole;
  if (role === undefined) return refuse(400);
  const profile = profileForRole(context.profiles(), role);
  if (profile === undefined) return refuse(404);
  return { kind: 'credentials', profile: profile.name, extended: extended !== undefined };
}
