import { isIP } from 'node:net';

/** Whether an address or name to listen on is this machine's loopback, on either family. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
