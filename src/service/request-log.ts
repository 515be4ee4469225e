import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from './logger.ts';

/** Logs each request at debug level: method, path and status, no headers, no query, no bodies. */
export function logRequest(logger: Logger) {
  return ({ method, url, headers }: IncomingMessage, response: ServerResponse): void => {
    if (!logger.isDebug) return;
    response.once('close', () => {
      const path = url?.split('?', 1)[0];
      logger.debug({ method, path, status: response.statusCode, client: headers['user-agent'] }, 'request');
    });
  };
}
