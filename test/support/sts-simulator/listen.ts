import { once } from 'node:events';
import type { Server } from 'node:http';

/** Waits until the server listens, and gives its URL without a slash at the end. Rejects if it cannot. */
export const listen = async (server: Server, port: number, host: string): Promise<string> => {
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
};
