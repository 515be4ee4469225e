import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startServiceUnderTest } from '../../support/running-service.ts';
import { bob, exampleWorld } from '../../support/sts-simulator/example-world.ts';
import { type StsSimulator, startStsSimulator } from '../../support/sts-simulator/server.ts';

/** A proxy for plain HTTP that notes which hosts it was asked for. */
async function startProxy(asked: string[]): Promise<{ server: Server; url: string }> {
  const server = createServer((incoming, outgoing) => {
    const target = new URL(incoming.url ?? '');
    asked.push(target.host);
    const { method, headers } = incoming;
    const onward = request(target, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return { server, url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}` };
}

let simulator: StsSimulator;
let proxy: Server;
let proxyUrl: string;
let asked: string[];

beforeEach(async () => {
  asked = [];
  simulator = await startStsSimulator({ world: exampleWorld() });
  ({ server: proxy, url: proxyUrl } = await startProxy(asked));
});
afterEach(async () => {
  proxy.close();
  proxy.closeAllConnections();
  await simulator.close();
});

async function credentialsCode(environment: Record<string, string>): Promise<unknown> {
  const service = await startServiceUnderTest({
    name: 'proxy',
    configuration: `[aws]\naccess_key=${bob.accessKeyId}\nsecret_key=${bob.secretAccessKey}\nmfa_enabled=no\n`,
    simulatorUrl: simulator.url,
    environment,
  });
  const path = '/latest/meta-data/iam/security-credentials/local-credentials';
  const { Code }: Record<string, unknown> = await (await fetch(service.url + path)).json();
  await service.stop();
  return Code;
}

test('calls to AWS go through the proxy that http_proxy names', async () => {
  expect(await credentialsCode({ http_proxy: proxyUrl })).toBe('Success');
  expect(asked).toContain(new URL(simulator.url).host);
});

test('but not to the hosts that no_proxy names', async () => {
  expect(await credentialsCode({ http_proxy: proxyUrl, no_proxy: '127.0.0.1' })).toBe('Success');
  expect(asked).toEqual([]);
});
