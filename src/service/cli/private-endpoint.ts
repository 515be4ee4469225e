import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from '../../core/engine.ts';
import { createContainerHandler } from '../../node/http/container/container-handler.ts';
import { containerPath } from '../../node/http/container/container-path.ts';
import { createContainerTokens } from '../../node/http/container/container-tokens.ts';
import { createTokenFiles } from '../../node/http/container/token-files.ts';
import { createDripHold } from '../../node/http/drip-hold.ts';
import { listen } from '../../node/http/listen.ts';
import { createServiceHandler } from '../../node/http/service-handler.ts';
import type { AccessResponse } from '../../shared/manage-api.ts';

/** A container endpoint of this process, for one profile and the lifetime of one program. */
export interface PrivateEndpoint {
  readonly access: Omit<AccessResponse, 'metadataUrl'>;
  close(): Promise<void>;
}

/** @throws ListenError when no port of 127.0.0.1 can be had */
export async function openPrivateEndpoint(
  engine: Engine,
  { profile, region }: { readonly profile: string; readonly region: string },
): Promise<PrivateEndpoint> {
  const tokens = createContainerTokens(randomBytes(32));
  const handler = createServiceHandler({
    metadata: (_request, response) => void response.writeHead(404).end(),
    loadContainer: async () => createContainerHandler({ engine, tokens, dripHold: createDripHold() }),
    onRequest: () => {},
    onRefused: () => {},
    onError: () => {},
  });
  const listening = await listen('127.0.0.1', 0, handler);
  // Its mode is 0700.
  const directory = await mkdtemp(join(tmpdir(), 'metafob-exec-'));
  const tokenFiles = createTokenFiles(directory, tokens);
  await tokenFiles.write([profile]);
  return {
    access: {
      containerUrl: `${listening.listeners[0]?.url}${containerPath(profile)}`,
      tokenFile: tokenFiles.pathOf(profile),
      region,
    },
    async close() {
      await listening.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
