import type { IncomingMessage } from 'node:http';
import { type Bridge, createBridgeCheck, machineNames } from './bridge.ts';

/**
 * Names under which a program on this machine reaches the service. Anything else in `Host` is a name that
 * somebody else's DNS points here: the trick of DNS rebinding.
 */
const ownNames = new Set([
  '127.0.0.1',
  'localhost',
  '[::1]',
  '169.254.169.254',
  '[fd00:ec2::254]',
  'instance-data',
]);

/** Where connections may come from: loopback, and the metadata addresses when they are on loopback. */
const ownAddresses = new Set([
  '127.0.0.1',
  '::1',
  '::ffff:127.0.0.1',
  '169.254.169.254',
  '::ffff:169.254.169.254',
  'fd00:ec2::254',
]);

export type RefusalReason = 'foreign-address' | 'foreign-host' | 'foreign-origin' | 'cross-site';

/** What a refused caller is told; every face answers these with status 403 and without CORS headers. */
export const refusalSentences: Readonly<Record<RefusalReason, string>> = {
  'foreign-address': 'Metafob only answers programs on this machine.',
  'foreign-host':
    'The Host header names another machine. Use 127.0.0.1, localhost or 169.254.169.254 in the address.',
  'foreign-origin': 'Web pages of other origins may not use Metafob.',
  'cross-site': 'Web pages of other sites may not use Metafob.',
};

/** `[::1]:80` and `localhost:80` as well as names without a port. */
const withoutPort = (host: string): string => {
  const colon = host.endsWith(']') ? -1 : host.lastIndexOf(':');
  return colon === -1 ? host : host.slice(0, colon);
};

const isOwnLoopback = (address: string): boolean => ownAddresses.has(address) || address.startsWith('127.');

/** From where a listener takes requests, and under which names (without port). */
export interface Allowed {
  address(address: string): boolean;
  host(name: string): boolean;
}

const onlyThisMachine: Allowed = { address: isOwnLoopback, host: (name) => ownNames.has(name) };

/** Containers of one bridge, and nobody else. */
export function onlyBridge(bridge: Bridge): Allowed {
  const isOnBridge = createBridgeCheck(bridge);
  const names = new Set<string>([...ownNames, ...machineNames, bridge.gateway]);
  return { address: isOnBridge, host: (name) => names.has(name) };
}

/**
 * Whether a request may be answered at all; undefined when it may. Browsers always send `Host`, and send
 * `Origin` or `Sec-Fetch-Site` with everything a page starts, so a request without them is no page's. A
 * missing `Host` is therefore let pass: the AWS C runtime sends none.
 */
export function refusalOf(
  { headers, rawHeaders, socket }: IncomingMessage,
  allowed: Allowed = onlyThisMachine,
): RefusalReason | undefined {
  const { host, origin, referer, 'sec-fetch-site': site } = headers;
  if (socket.remoteAddress === undefined || !allowed.address(socket.remoteAddress)) return 'foreign-address';
  if (host !== undefined && !allowed.host(withoutPort(host.toLowerCase()))) return 'foreign-host';
  // node:http keeps the first of two; whoever is in between might keep the second.
  if (hostHeaders(rawHeaders) > 1) return 'foreign-host';
  if (origin !== undefined && (host === undefined || origin !== `http://${host}`)) return 'foreign-origin';
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'cross-site';
  // Browsers tell the site only to addresses they trust, which http://169.254.169.254 is not.
  if (site === undefined && referer !== undefined && !isPageOf(referer, host)) return 'cross-site';
  return undefined;
}

const isPageOf = (referer: string, host: string | undefined): boolean =>
  host !== undefined && (referer === `http://${host}` || referer.startsWith(`http://${host}/`));

/**
 * A browser that does not tell which site its request is for. A page can hide its address, too, so such a
 * request may read what a person could look at, but must not make anything happen.
 */
export const isSecretiveBrowser = ({ headers }: IncomingMessage): boolean =>
  headers['sec-fetch-site'] === undefined && /^Mozilla\//.test(headers['user-agent'] ?? '');

function hostHeaders(rawHeaders: readonly string[]): number {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index];
    if (name?.length === 4 && name.toLowerCase() === 'host') count += 1;
  }
  return count;
}
