import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { contentSecurityPolicy } from '../../../../src/main/security/page-protocol.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

export interface PageServer {
  readonly url: string;
  stop(): Promise<void>;
}

const urlOf = (server: Server): string => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The page server does not listen.');
  return `http://127.0.0.1:${address.port}`;
};

/** Serves a folder of built pages from its root, as `app://metafob/` does. */
export const startPageServer = async (folder: string): Promise<PageServer> => {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = await readFile(join(folder, normalize(pathname))).catch(() => undefined);
    response.setHeader('content-security-policy', contentSecurityPolicy);
    response.setHeader('content-type', contentTypes[extname(pathname)] ?? 'text/plain');
    response.statusCode = file === undefined ? 404 : 200;
    response.end(file);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: urlOf(server),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
