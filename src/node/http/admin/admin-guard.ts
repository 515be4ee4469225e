import type { IncomingMessage } from 'node:http';
import { type RefusalReason, refusalOf } from '../request-guard.ts';

/**
 * Whether the admin listener may answer a request; undefined when it may. One that may be reached from other
 * machines cannot know its own names, but no page of any site has business with it.
 */
export function adminRefusalOf(request: IncomingMessage, allowRemote: boolean): RefusalReason | undefined {
  if (!allowRemote) return refusalOf(request);
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (origin !== undefined) return 'foreign-origin';
  return site === undefined || site === 'none' ? undefined : 'cross-site';
}

/** Where a request came from, as far as it says: for the log. */
export function senderOf({ headers, socket }: IncomingMessage): Readonly<Record<string, string>> {
  const proxies = ['x-forwarded-for', 'forwarded', 'via'].flatMap((name): [string, string][] => {
    const value = headers[name];
    return value === undefined ? [] : [[name, String(value).slice(0, 200)]];
  });
  return { from: socket.remoteAddress ?? 'unknown', ...Object.fromEntries(proxies) };
}
