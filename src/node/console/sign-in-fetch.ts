import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { text } from 'node:stream/consumers';
import type { SignInFetch } from './sign-in.ts';

/**
 * Sends requests through the proxy that the usual environment variables name (`https_proxy`, `no_proxy`…),
 * which the global `fetch` ignores. Follows no redirects: an answer to the session is no page to visit.
 *
 * @throws Error when nobody answers (with the system's `code`), or when the signal aborts.
 */
export const createSignInFetch =
  (): SignInFetch =>
  async (url, { method, headers, body, signal }) => {
    const { ProxyAgent } = await import('proxy-agent');
    const agent = new ProxyAgent();
    const request = url.startsWith('https:') ? requestHttps : requestHttp;
    return new Promise((resolve, reject) => {
      const outgoing = request(url, { method, headers, agent, signal }, (response) => {
        resolve({ status: response.statusCode ?? 0, text: () => text(response) });
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  };
