import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createMemoryStore } from '../../../src/node/secrets/memory-store.ts';
import { instanceFiles } from '../../../src/service/instance-files.ts';
import { createInstanceService } from '../../../src/service/instance-service.ts';
import { createLogger } from '../../../src/service/logger.ts';
import { EventRequest, type EventWish } from '../../../src/shared/instance-api.ts';
import { startEngine } from '../../support/engine-harness.ts';
import { temporaryFolder } from '../instance/support.ts';

interface WorldOptions {
  readonly folder?: string;
  /** The document that is asked for by name. */
  readonly document?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** An instance with real files, in a folder of its own, and a clock that stands still. */
export async function createInstanceWorld({ environment = {}, ...options }: WorldOptions = {}) {
  const folder = options.folder ?? (await temporaryFolder());
  const { engine, clock } = startEngine();
  const files = instanceFiles(join(folder, 'config'), options.document);
  const instance = createInstanceService({
    engine,
    clock,
    logger: createLogger('silent'),
    environment,
    files,
    secretStore: createMemoryStore(),
  });
  onTestFinished(() => instance.stop());
  await instance.load();
  return {
    instance,
    engine,
    clock,
    folder,
    files,
    schedule: (wish: EventWish) => instance.schedule(EventRequest.parse(wish)),
    value: async (key: string) => {
      const found = (await instance.view()).values.find((candidate) => candidate.key === key);
      return found && [found.value, found.source];
    },
  };
}
