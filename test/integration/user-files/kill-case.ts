import { dirname } from 'node:path';
import {
  DeleteAccessKeyCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListMFADevicesCommand,
} from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { openSecretStore } from '../../../src/node/secrets/open-secret-store.ts';
import { createStoredAccessKeys } from '../../../src/node/secrets/stored-access-keys.ts';
import { createHttpHandler } from '../../../src/node/sts/http-handler.ts';
import { readSection } from '../../../src/node/user-files/edit-ini.ts';
import { createManageClient, type ManageClient } from '../../../src/service/cli/manage-client.ts';
import { type ServiceUnderTest, startServiceUnderTest } from '../../support/running-service.ts';
import { bob, exampleWorld } from '../../support/sts-simulator/example-world.ts';
import { type StsSimulator, startStsSimulator } from '../../support/sts-simulator/server.ts';
import type { Ended, UserFiles, UserOfFiles } from './support.ts';

/** Where commands are killed: AWS, and a service for the commands that need one. */
export interface KillWorld {
  readonly simulator: StsSimulator;
  readonly service: ServiceUnderTest;
  readonly manage: ManageClient;
  close(): Promise<void>;
}

/** The same with the user whose command is killed. */
export type KillScene = KillWorld & { readonly user: UserOfFiles };

export type FileTexts = Readonly<Partial<Record<keyof UserFiles, string>>>;

/** A command that changes files, on the files it finds. Checks throw, or give a sentence. */
export interface KillCase {
  readonly name: string;
  readonly words: readonly string[];
  readonly piped?: string;
  /** In place of `piped`: what is piped once the command has said enough. */
  readonly answer?: (said: string, scene: KillScene) => string | undefined;
  readonly withService?: true;
  readonly before: (world: KillWorld) => FileTexts | Promise<FileTexts>;
  /** What must be so whenever it was killed. */
  readonly check: (scene: KillScene) => Promise<string | undefined>;
  /** What must be so, besides, once it was run again to its end. */
  readonly checkEnd: (scene: KillScene) => Promise<string | undefined>;
  /** Does what the command asks for when it refuses to run again; false when it asks for nothing. */
  readonly obey?: (scene: KillScene, refused: Ended) => Promise<boolean>;
}

export async function startKillWorld(): Promise<KillWorld> {
  const simulator = await startStsSimulator({ world: exampleWorld() });
  const service = await startServiceUnderTest({
    name: 'kill',
    configuration: `[profile:bob]\n${bobOwn}`,
    simulatorUrl: simulator.url,
  });
  return {
    simulator,
    service,
    manage: createManageClient({ url: service.url, token: service.bearerToken }),
    async close() {
      await service.stop();
      await simulator.close();
    },
  };
}

/** What each file begins with: lines of the user, which stay as they are. */
export const foreign: Readonly<Record<keyof UserFiles, string>> = {
  credentials: '# mine\n\n[other]\naws_access_key_id = AKIAOTHEROTHEROTHER1\nunknown = 1 # kept\n',
  config: '# mine\n\n[profile other]\nregion = eu-north-1\ns3 =\n  addressing_style = path\n',
  withoutMfa: '# mine\n\n[other]\naws_access_key_id = AKIAOTHEROTHEROTHER2\nunknown = 2\n',
  own: '# mine\n[metadata]\nport = 45123\n',
};

export const bobAws = `aws_access_key_id = ${bob.accessKeyId}\naws_secret_access_key = ${bob.secretAccessKey}\n`;
export const bobOwn = `access_key = ${bob.accessKeyId}\nsecret_key = ${bob.secretAccessKey}\nmfa_enabled = no\n`;

/** A sentence unless it is so. */
export const unless = (isSo: boolean, problem: string): string | undefined => (isSo ? undefined : problem);

export const openStore = ({ user }: KillScene) =>
  openSecretStore({
    kind: 'file',
    directory: dirname(user.files.own),
    platform: 'linux',
    environment: { ...user.environment },
  });

export const storedSecret = async (scene: KillScene, accessKeyId: string): Promise<string | undefined> => {
  const found = await createStoredAccessKeys(openStore(scene)).find(accessKeyId);
  return found.ok ? found.value.secretAccessKey : undefined;
};

/** The entries of a section; none when it is not there. */
export async function entriesOf(
  { user }: KillScene,
  file: keyof UserFiles,
  section: string,
): Promise<ReadonlyMap<string, string>> {
  const text = (await user.read(user.files[file])) ?? '';
  const read = readSection(text, section, file === 'own' ? 'metafob' : 'aws');
  if (!read.ok) throw new Error(`${file}: ${read.failure.message}`);
  return read.value ?? new Map();
}

export interface HeldKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The key of a section; undefined when the section names none. Throws when half of it is missing. */
export async function keyIn(
  scene: KillScene,
  file: keyof UserFiles,
  section: string,
): Promise<HeldKey | undefined> {
  const entries = await entriesOf(scene, file, section);
  const prefix = file === 'own' ? '' : 'aws_';
  const accessKeyId = entries.get(file === 'own' ? 'access_key' : 'aws_access_key_id');
  const secretAccessKey = entries.get(file === 'own' ? 'secret_key' : 'aws_secret_access_key');
  const sessionToken = entries.get(`${prefix}session_token`);
  if (!accessKeyId && !secretAccessKey && !sessionToken) return undefined;
  if (!accessKeyId || !secretAccessKey) throw new Error(`[${section}] of ${file} has half a key`);
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
}

/** Asks AWS; throws when the key does not work. */
export async function whoIs(scene: KillScene, credentials: HeldKey): Promise<void> {
  const client = new STSClient(await settings(scene, credentials));
  await client.send(new GetCallerIdentityCommand({}));
  client.destroy();
}

export async function keysAtAws(scene: KillScene, credentials: HeldKey): Promise<readonly string[]> {
  const iam = new IAMClient(await settings(scene, credentials));
  const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({}));
  return AccessKeyMetadata.flatMap(({ AccessKeyId }) => AccessKeyId ?? []);
}

export async function deleteKey(scene: KillScene, credentials: HeldKey, AccessKeyId: string): Promise<void> {
  const iam = new IAMClient(await settings(scene, credentials));
  await iam.send(new DeleteAccessKeyCommand({ AccessKeyId }));
}

/** The serial numbers of the devices that are enabled for the user of a key. */
export async function enabledDevices(scene: KillScene, credentials: HeldKey): Promise<readonly string[]> {
  const iam = new IAMClient(await settings(scene, credentials));
  const { MFADevices = [] } = await iam.send(new ListMFADevicesCommand({}));
  return MFADevices.flatMap(({ SerialNumber }) => SerialNumber ?? []);
}

const settings = async ({ simulator }: KillScene, credentials: HeldKey) => ({
  endpoint: simulator.url,
  region: 'eu-west-1',
  credentials,
  requestHandler: await createHttpHandler({}),
});

/** Whether anything listens where a URL points to. */
export const answers = async (url: string): Promise<boolean> =>
  fetch(url).then(
    () => true,
    () => false,
  );
