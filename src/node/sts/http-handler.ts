import { NodeHttpHandler } from '@smithy/node-http-handler';

const CONNECT_TIMEOUT_MS = 5_000;
const ANSWER_TIMEOUT_MS = 15_000;

const proxyVariables = ['http_proxy', 'https_proxy', 'all_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'];

/**
 * The connection to AWS: bounded in time, and through the proxy that the usual environment variables name
 * (`https_proxy`, `no_proxy`…), which the AWS SDK for JavaScript ignores by itself. A configured `proxy` such as
 * `http://proxy.example:3128` goes before them.
 */
export async function createHttpHandler(
  environment: Readonly<Record<string, string | undefined>>,
  proxy?: string,
): Promise<NodeHttpHandler> {
  const timeouts = { connectionTimeout: CONNECT_TIMEOUT_MS, requestTimeout: ANSWER_TIMEOUT_MS };
  if (proxy === undefined && !proxyVariables.some((name) => environment[name])) {
    return new NodeHttpHandler(timeouts);
  }
  const { ProxyAgent } = await import('proxy-agent');
  const agent = new ProxyAgent(proxy === undefined ? {} : { getProxyForUrl: () => proxy });
  return new NodeHttpHandler({ ...timeouts, httpAgent: agent, httpsAgent: agent });
}
