import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import { refuse } from './errors.ts';

export interface ManageTokens {
  /** For the command line, as `Authorization: Bearer …`. */
  readonly bearer: string;
  /** For the page, as a cookie that scripts cannot read. */
  readonly page: string;
  readonly cookieName: string;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const equal = (given: string | undefined, expected: string): boolean =>
  given !== undefined && timingSafeEqual(digest(given), digest(expected));

const bearerOf = (context: Context): string | undefined =>
  context.req.header('authorization')?.match(/^Bearer (.+)$/i)?.[1];

/** For what only the command line of the same user may do: the page needs none of it. */
export const requireBearer = ({ bearer }: ManageTokens): MiddlewareHandler => {
  return async (context, next) =>
    equal(bearerOf(context), bearer)
      ? next()
      : refuse(context, 401, 'unauthorized', 'This needs the token that the metafob command has.');
};

/** For routes that aws-mock-metadata does not have: the page's cookie or the command line's token. */
export const requireToken = (tokens: ManageTokens): MiddlewareHandler => {
  return async (context, next) => {
    if (equal(bearerOf(context), tokens.bearer) || equal(getCookie(context, tokens.cookieName), tokens.page))
      return next();
    return refuse(
      context,
      401,
      'unauthorized',
      'This needs the token of the running service. The metafob command and the page at /manage have it.',
    );
  };
};

/**
 * For the open routes of aws-mock-metadata: programs may use them as they are, but a browser changes
 * something only from our own page.
 */
export const requirePageForChanges = (tokens: ManageTokens): MiddlewareHandler => {
  const needsToken = requireToken(tokens);
  return async (context, next) => {
    const isBrowser = ['origin', 'sec-fetch-site'].some((name) => context.req.header(name) !== undefined);
    const changes = context.req.method !== 'GET' && context.req.method !== 'HEAD';
    return isBrowser && changes ? needsToken(context, next) : next();
  };
};
