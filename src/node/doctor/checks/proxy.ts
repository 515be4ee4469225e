import { asksForMetadata } from '../facts.ts';
import type { Check, Surroundings } from '../surroundings.ts';

const METADATA_HOST = '169.254.169.254';

/**
 * The AWS CLI and boto3 send requests for metadata through the proxy for plain HTTP, those to this machine
 * included. They read the variables as Python's urllib does: names in small letters win.
 */
export const proxyForMetadata: Check = (surroundings) => {
  const { environment, endpoint, shell } = surroundings;
  const proxy = effective(environment, 'http_proxy');
  const host = hostOf(endpoint.url);
  if (proxy === undefined || host === undefined || !asksForMetadata(surroundings)) return [];
  const excepted = effective(environment, 'no_proxy') ?? '';
  if (isExcepted(host, excepted)) return [];
  const value = [...new Set([...excepted.split(',').map((part) => part.trim()), host, METADATA_HOST])]
    .filter((part) => part !== '')
    .join(',');
  return [
    {
      id: 'proxy',
      severity: 'problem',
      title: `Requests for metadata at ${host} go through a proxy`,
      why: 'The AWS CLI and boto3 send them where http_proxy says, although the address is on this machine. The proxy cannot reach it.',
      fix: { line: shell.variables({ set: { NO_PROXY: value, no_proxy: value } }) },
    },
  ];
};

/** Empty in small letters switches off what the capital letters say. */
const effective = (environment: Surroundings['environment'], name: string): string | undefined =>
  (environment[name] ?? environment[name.toUpperCase()]) || undefined;

const hostOf = (url: string): string | undefined =>
  URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, '') : undefined;

/** As `proxy_bypass_environment` of urllib: whole names or endings of them, no ranges of addresses. */
const isExcepted = (host: string, list: string): boolean =>
  list
    .split(',')
    .map((part) => part.trim().replace(/^\./, '').toLowerCase())
    .some((part) => part !== '' && (part === '*' || host === part || host.endsWith(`.${part}`)));
