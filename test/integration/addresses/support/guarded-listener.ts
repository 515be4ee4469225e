/** `node guarded-listener.ts PORT [GATEWAY]`: Metafob's own listener and guard, with a plain answer. */
import { createServer } from 'node:http';
import { listen } from '../../../../src/node/http/listen.ts';
import { refusalOf } from '../../../../src/node/http/request-guard.ts';

const [, , port, gateway] = process.argv;
const { listeners } = await listen('127.0.0.1', Number(port), (request, response) => {
  const refusal = refusalOf(request);
  response.writeHead(refusal === undefined ? 200 : 403).end(refusal ?? 'instance metadata');
});
if (gateway !== undefined) {
  // Stands for the listener of containers, which the service itself does not have yet.
  const server = createServer((request, response) => response.end(`to ${request.socket.remoteAddress}`));
  await new Promise<void>((resolve) => server.listen(Number(port), gateway, resolve));
}
process.stdout.write(`listening ${listeners.length}\n`);
