import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request as sendRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createMockIms, type MockImsBehaviour } from '../../../src/node/upstream/mock-ims.ts';
import { registerSecret } from '../../support/log-recorder.ts';
import { type ServiceUnderTest, startServiceUnderTest } from '../../support/running-service.ts';

export const LIST = '/latest/meta-data/iam/security-credentials/';

const secret = (): string => {
  const text = randomBytes(18).toString('hex');
  registerSecret(text);
  return text;
};

/** A mock upstream with secrets of its own, whose behaviour a test changes while it runs. */
export async function startUpstream(first: Partial<MockImsBehaviour> = {}) {
  const credentials = { accessKeyId: 'ASIAMOCK', secretAccessKey: secret(), sessionToken: secret() };
  let behaviour: MockImsBehaviour = { roles: ['test_role'], lifetimeSeconds: 60, credentials, ...first };
  const requests: string[] = [];
  const server = createServer(
    createMockIms(
      () => behaviour,
      Date.now,
      (line) => requests.push(line),
    ),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The upstream does not listen.');
  return {
    port: address.port,
    credentials,
    requests,
    change(next: Partial<MockImsBehaviour>): void {
      behaviour = { ...behaviour, ...next };
    },
  };
}

export interface AlppacaService extends ServiceUnderTest {
  /** Status and body of a path of instance metadata; the list of roles by default. */
  get(path?: string): Promise<{ readonly status: number; readonly body: string }>;
}

/** The real service with a configuration of alppaca; the files of its directory by name. */
export async function startAlppaca(
  name: string,
  files: Readonly<Record<string, string>>,
  { simulatorUrl = 'http://127.0.0.1:9', ...environment }: Readonly<Record<string, string>> = {},
): Promise<AlppacaService> {
  const directory = await mkdtemp(join(tmpdir(), 'metafob-alppaca-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  for (const [file, text] of Object.entries(files)) await writeFile(join(directory, file), text);
  const service = await startServiceUnderTest({
    name,
    configuration: '',
    simulatorUrl,
    arguments: ['--config', directory],
    environment,
  });
  onTestFinished(() => void service.stop());
  return {
    ...service,
    async get(path = LIST) {
      const answer = await fetch(service.url + path);
      return { status: answer.status, body: (await answer.text()).trim() };
    },
  };
}

/** A configuration that asks an upstream on this machine. */
export const askingPort = (port: number, more = ''): string =>
  `ims_host: 127.0.0.1\nims_port: ${port}\nims_protocol: http\n${more}`;

/** An HTTP proxy, for plain requests and tunnels, that notes whom it was asked for. */
export async function startProxy() {
  const targets: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/');
    targets.push(url.host);
    const { method, headers } = request;
    const forwarded = sendRequest(url, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    forwarded.on('error', () => response.writeHead(502).end());
    request.pipe(forwarded);
  });
  server.on('connect', (request, socket) => {
    targets.push(request.url ?? '');
    const { hostname, port } = new URL(`http://${request.url}`);
    const tunnel = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      tunnel.pipe(socket).pipe(tunnel);
    });
    tunnel.on('error', () => socket.destroy());
    socket.on('error', () => tunnel.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The proxy does not listen.');
  return { port: address.port, targets };
}
