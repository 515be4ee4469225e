import { existsSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import type { Engine } from '../core/engine.ts';
import { failed, success } from '../core/result.ts';
import { containerPath } from '../node/http/container/container-path.ts';
import type { DripHold } from '../node/http/drip-hold.ts';
import type { ProfileAccess } from '../node/http/manage/access-routes.ts';
import type { Handler } from '../node/http/service-handler.ts';
import { createSerialQueue } from '../node/serial-queue.ts';
import type { ProfilePorts } from './profile-ports.ts';
import type { ServiceFiles } from './service-files.ts';

export interface ProfileFacesOptions {
  readonly engine: Engine;
  readonly files: ServiceFiles | undefined;
  readonly dripHold: DripHold;
  /** The metadata tree as it looks while a certain profile is the active one. */
  readonly metadataOf: (profile: string) => RequestListener;
  /** Loopback address of the main listener, without a final slash; undefined when it has none. */
  readonly url: () => string | undefined;
  readonly onProblem: (message: string) => void;
  /** What is wrong with the ports now; none when all is well again. */
  readonly onPortProblems: (messages: readonly string[]) => void;
}

/** All ways to reach profiles that are not the active one: container endpoint, token files, ports. */
export interface ProfileFaces extends ProfileAccess {
  loadContainer(): Promise<Handler>;
  /** Writes the token files and opens the remembered ports. */
  open(): Promise<void>;
  close(): Promise<void>;
}

const NO_FILES = 'This service was started without a place for its files.';
const NOT_ON_LOOPBACK =
  'AWS clients take container credentials only from 127.0.0.1, where this service does not listen. Set [metadata] host=127.0.0.1 and redirect other addresses to it with “metafob address”.';

export function createProfileFaces(options: ProfileFacesOptions): ProfileFaces {
  const { engine, files, url, onProblem } = options;
  const container = loadedOnce(() => loadContainerParts(options));
  const ports = loadedOnce(() => loadPorts(options));
  const inTurn = createSerialQueue();
  let unsubscribe: (() => void) | undefined;

  const names = (): string[] => engine.profiles().map(({ name }) => name);
  const writeTokens = async (): Promise<void> => (await container()).tokenFiles?.write(names());

  function followProfiles(): void {
    let before = engine.profiles();
    unsubscribe = engine.subscribe(() => {
      if (engine.profiles() === before) return;
      before = engine.profiles();
      inTurn(writeTokens).catch(tell);
    });
  }

  const tell = (error: unknown): void =>
    onProblem(`The tokens of the container endpoint could not be written: ${String(error)}.`);

  return {
    loadContainer: async () => (await container()).handler,
    async open() {
      if (files === undefined) return;
      followProfiles();
      // One task, so that a close that comes meanwhile closes what this opens.
      await inTurn(async () => {
        await writeTokens().catch(tell);
        // Most services have no ports to remember, and do without what reads them.
        if (existsSync(files.profilePortsFile)) await (await ports())?.open();
      });
    },
    async close() {
      unsubscribe?.();
      unsubscribe = undefined;
      await inTurn(async () => {
        await (await container.ifLoaded())?.tokenFiles?.remove();
        await (await ports.ifLoaded())?.close();
      });
    },
    async access(profile) {
      try {
        await inTurn(writeTokens);
      } catch (error) {
        return failed(`The token of the profile could not be written: ${String(error)}.`);
      }
      const { tokenFiles } = await container();
      if (tokenFiles === undefined) return failed(NO_FILES);
      const base = url();
      if (base === undefined) return failed(NOT_ON_LOOPBACK);
      const metadataUrl = (await ports())?.urlOf(profile);
      return success({
        containerUrl: base + containerPath(profile),
        tokenFile: tokenFiles.pathOf(profile),
        ...(metadataUrl === undefined ? {} : { metadataUrl }),
      });
    },
    assignPort: (profile) =>
      inTurn(async () => {
        const opened = await ports();
        return opened === undefined ? failed(NO_FILES) : opened.assign(profile);
      }),
    releasePort: (profile) => inTurn(async () => (await ports())?.release(profile) ?? false),
  };
}

async function loadContainerParts({ engine, files, dripHold }: ProfileFacesOptions) {
  const [{ randomBytes }, { createContainerTokens }, { createContainerHandler }, { createTokenFiles }] =
    await Promise.all([
      import('node:crypto'),
      import('../node/http/container/container-tokens.ts'),
      import('../node/http/container/container-handler.ts'),
      import('../node/http/container/token-files.ts'),
    ]);
  const tokens = createContainerTokens(randomBytes(32));
  return {
    handler: createContainerHandler({ engine, tokens, dripHold }),
    tokenFiles: files && createTokenFiles(files.tokenDirectory, tokens),
  };
}

async function loadPorts(options: ProfileFacesOptions): Promise<ProfilePorts | undefined> {
  if (options.files === undefined) return undefined;
  const { createProfilePorts } = await import('./profile-ports.ts');
  return createProfilePorts({
    file: options.files.profilePortsFile,
    handlerFor: options.metadataOf,
    onProblems: options.onPortProblems,
  });
}

interface LoadedOnce<Value> {
  (): Promise<Value>;
  ifLoaded(): Promise<Value> | undefined;
}

/** Most services are never asked for anything but the active profile; the rest is loaded at its first use. */
function loadedOnce<Value>(load: () => Promise<Value>): LoadedOnce<Value> {
  let loaded: Promise<Value> | undefined;
  const get = (): Promise<Value> => {
    loaded ??= load();
    return loaded;
  };
  return Object.assign(get, { ifLoaded: () => loaded });
}
