import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { PortResponse } from '../../../../src/shared/manage-api.ts';
import { registerSecret } from '../../../support/log-recorder.ts';
import { roles } from '../../../support/sts-simulator/example-world.ts';
import { accessOf, startMetafob } from '../../faces/support/metafob-command.ts';
import { aliceAndBob, type ServiceWorld, startWorld } from '../../service/support/service-world.ts';

/** A listener of Metafob, and a path of it that a program may read. */
export interface AttackedListener {
  readonly name: string;
  /** Without a slash at the end. */
  readonly url: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A service with all listeners that a configuration can bring, with bob (who needs no codes) active. */
export const worldWithEveryListener = (name: string): Promise<ServiceWorld> =>
  startWorld({
    name,
    configuration: `${aliceAndBob}\n[metadata]\nprofile = bob\n[admin]\nport = 0\nrole_arn = ${roles.readOnly}\n`,
  });

function adminUrlOf({ service }: ServiceWorld): string {
  const [, url] = service.output().match(/^Admin listener on (\S+)\/ /m) ?? [];
  if (url === undefined) throw new Error(`No admin listener was announced: ${service.output()}`);
  return url;
}

/** A directory that goes with the test. */
export async function scratchDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'metafob-attack-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

async function readToken(file: string): Promise<string> {
  const token = await readFile(file, 'utf8');
  registerSecret(token);
  return token;
}

/** Main listener, the port of a profile, the container endpoint, the admin listener. */
export async function listenersOf(world: ServiceWorld): Promise<readonly AttackedListener[]> {
  const port = PortResponse.parse((await world.manage('POST', '/profiles/bob/port')).json());
  const { containerUrl, tokenFile } = await accessOf(world, 'bob');
  const { origin, pathname } = new URL(containerUrl);
  const path = '/latest/meta-data/iam/security-credentials/local-credentials';
  return [
    { name: 'main', url: world.service.url, path, headers: {} },
    { name: 'profile port', url: new URL(port.url).origin, path, headers: {} },
    {
      name: 'container',
      url: origin,
      path: pathname,
      headers: { Authorization: await readToken(tokenFile) },
    },
    { name: 'admin', url: adminUrlOf(world), path: '/status', headers: {} },
  ];
}

/** `metafob exec` without a service: its private endpoint, open as long as the program inside runs. */
export async function privateEndpoint({ service }: ServiceWorld): Promise<AttackedListener> {
  const place = join(await scratchDirectory(), 'place.json');
  const program = `
    const { AWS_CONTAINER_CREDENTIALS_FULL_URI: url, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: file } = process.env;
    require('node:fs').writeFileSync(${JSON.stringify(place)}, JSON.stringify({ url, file }));
    console.log('ready');
    setInterval(() => {}, 1000);`;
  const { XDG_RUNTIME_DIR: _, ...environment } = service.environment;
  const words = ['exec', 'bob', '--config', service.configurationFile];
  const command = startMetafob([...words, '--', process.execPath, '-e', program], environment);
  onTestFinished(async () => {
    command.kill('SIGTERM');
    await command.finished;
  });
  await command.printed('ready');
  const { url, file } = z
    .object({ url: z.string(), file: z.string() })
    .parse(JSON.parse(await readFile(place, 'utf8')));
  const { origin, pathname } = new URL(url);
  return { name: 'exec', url: origin, path: pathname, headers: { Authorization: await readToken(file) } };
}
