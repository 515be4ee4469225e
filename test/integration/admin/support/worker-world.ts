import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { registerSecret } from '../../../support/log-recorder.ts';
import { type ServiceUnderTest, startServiceUnderTest } from '../../../support/running-service.ts';
import { bob, exampleWorld } from '../../../support/sts-simulator/example-world.ts';
import { startStsSimulator } from '../../../support/sts-simulator/server.ts';
import type { WorldDescription } from '../../../support/sts-simulator/world.ts';
import { type RawAnswer, type RawRequest, send } from '../../service/support/raw-request.ts';

const ACCOUNT = '111122223333';
export const workerRole = `arn:aws:iam::${ACCOUNT}:role/Worker`;
const BOOTSTRAP_KEY = 'AKIASIMULATEDMMDS001';
const BOOTSTRAP_SECRET_KEY = 'MmdsSecretForTheSimulatorOnly/0123456+mm';

export const bootstrapCredentials = {
  accessKeyId: BOOTSTRAP_KEY,
  secretAccessKey: BOOTSTRAP_SECRET_KEY,
} as const;

/** What is posted to /bootstrap/creds, as the README of mmds shows it. */
export const bootstrapBody = JSON.stringify({
  AccessKeyId: BOOTSTRAP_KEY,
  SecretAccessKey: BOOTSTRAP_SECRET_KEY,
  Token: '',
});

/** A user who may do nothing but assume the role Worker, which may also assume itself if `itself` says so. */
const worldWithWorker = (itself: boolean): WorldDescription => {
  const [home, ...others] = exampleWorld().accounts;
  if (home === undefined) throw new Error('The example world has no account.');
  const user = `arn:aws:iam::${ACCOUNT}:user/mmds`;
  return {
    accounts: [
      {
        ...home,
        users: [
          ...(home.users ?? []),
          { name: 'mmds', accessKeys: [{ id: BOOTSTRAP_KEY, secret: BOOTSTRAP_SECRET_KEY }] },
        ],
        roles: [...(home.roles ?? []), { name: 'Worker', trusts: itself ? [user, workerRole] : [user] }],
      },
      ...others,
    ],
  };
};

export interface WorkerWorldOptions {
  readonly name: string;
  /** Lines of the section `[admin]` besides port and role. */
  readonly admin?: string;
  /** Whether the role trusts itself; true when absent. */
  readonly mayAssumeItself?: boolean;
  /** Files beside the configuration, whose paths in `admin` are `HOME/NAME`. */
  readonly files?: Readonly<Record<string, string>>;
  /** Adds bob, who needs no codes, as the profile `default`. */
  readonly withBob?: boolean;
}

const RoleAnswer = z.object({ Code: z.string(), AccessKeyId: z.string().optional() });

/** A service with an admin listener, which can be stopped and started again with the same files. */
export async function workerWorld(options: WorkerWorldOptions) {
  registerSecret(BOOTSTRAP_SECRET_KEY);
  const simulator = await startStsSimulator({ world: worldWithWorker(options.mayAssumeItself ?? true) });
  const home = await mkdtemp(join(tmpdir(), 'metafob-worker-'));
  const passphraseFile = join(home, 'passphrase');
  registerSecret('a-passphrase-for-this-test-only');
  await writeFile(passphraseFile, 'a-passphrase-for-this-test-only\n', { mode: 0o600 });
  for (const [name, content] of Object.entries(options.files ?? {})) {
    await writeFile(join(home, name), content, { mode: 0o600 });
    registerSecret(content.trim());
  }
  const bobsKeys = `[aws]\naccess_key = ${bob.accessKeyId}\nsecret_key = ${bob.secretAccessKey}\nmfa_enabled = no\n`;
  const configuration = [
    options.withBob === true ? bobsKeys : '',
    `[admin]\nport = 0\nrole_arn = ${workerRole}\n${(options.admin ?? '').replaceAll('HOME', home)}\n`,
  ].join('\n');
  let running: ServiceUnderTest | undefined;

  async function start(...argumentsOfServe: readonly string[]): Promise<void> {
    running = await startServiceUnderTest({
      name: options.name,
      configuration,
      simulatorUrl: simulator.url,
      arguments: argumentsOfServe,
      environment: { XDG_CONFIG_HOME: home, METAFOB_PASSPHRASE_FILE: passphraseFile },
    });
  }

  async function stop(): Promise<void> {
    await running?.stop();
    running = undefined;
  }

  onTestFinished(async () => {
    await stop();
    await simulator.close();
    await rm(home, { recursive: true, force: true });
  });

  const service = (): ServiceUnderTest => {
    if (running === undefined) throw new Error('The service does not run.');
    return running;
  };
  const adminUrl = (): string => {
    const url = service()
      .output()
      .match(/^Admin listener on (\S+)\/ /m)?.[1];
    if (url === undefined) throw new Error(`No admin listener was announced: ${service().output()}`);
    return url;
  };
  const metadata = async (path: string): Promise<RawAnswer> => {
    const answer = await send(service().url, { path });
    for (const [, secret] of answer.body.matchAll(/"(?:SecretAccessKey|Token)"\s*:\s*"([^"]{6,})"/g)) {
      if (secret !== undefined) registerSecret(secret);
    }
    return answer;
  };

  return {
    simulator,
    home,
    start,
    stop,
    service,
    adminUrl,
    metadata,
    admin: (request: RawRequest) => send(adminUrl(), request),
    post: (body = bootstrapBody) => send(adminUrl(), { method: 'POST', path: '/bootstrap/creds', body }),
    status: async () => (await send(adminUrl(), { path: '/status' })).body,
    /** What instance metadata answers for the role. */
    role: async () =>
      RoleAnswer.parse((await metadata('/latest/meta-data/iam/security-credentials/Worker')).json()),
    /** Who called AssumeRole, and whether it worked, in order. */
    assumed: () =>
      simulator.calls('AssumeRole').map(({ accessKeyId, outcome }) => `${accessKeyId} ${outcome}`),
  };
}
