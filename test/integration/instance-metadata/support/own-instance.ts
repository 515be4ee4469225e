import { onTestFinished } from 'vitest';
import { createEventStore, type EventStore } from '../../../../src/core/instance-metadata/events.ts';
import { exampleInstance } from '../../../../src/core/instance-metadata/example-instance.ts';
import type { Instance } from '../../../../src/core/instance-metadata/instance.ts';
import { createTokenStore } from '../../../../src/core/instance-metadata/token-store.ts';
import { createDripHold } from '../../../../src/node/http/drip-hold.ts';
import { listen } from '../../../../src/node/http/listen.ts';
import {
  createMetadataHandler,
  type MetadataHandlerOptions,
} from '../../../../src/node/http/metadata-handler.ts';
import { startEngine } from '../../../support/engine-harness.ts';

export interface ServedInstance {
  readonly events: EventStore;
  readonly clock: { advance(milliseconds: number): unknown };
  get(path: string, method?: string): Promise<Response>;
}

/** The metadata handler on a real listener, with an instance of the test's own, until the test has ended. */
export async function serveInstance(
  change: (example: Instance) => Instance = (example) => example,
  options: Pick<MetadataHandlerOptions, 'signIdentity'> = {},
): Promise<ServedInstance> {
  const { engine, clock } = startEngine();
  const instance = change(exampleInstance());
  const events = createEventStore(clock.now);
  const listening = await listen(
    '127.0.0.1',
    0,
    createMetadataHandler({
      engine,
      clock,
      tokens: createTokenStore(clock.now, () => 'token'),
      tokensRequired: () => false,
      dripHold: createDripHold(),
      instance: () => instance,
      events,
      ...options,
    }),
  );
  onTestFinished(async () => {
    engine.stop();
    await listening.close();
  });
  const url = listening.listeners[0]?.url ?? '';
  return { events, clock, get: (path, method = 'GET') => fetch(`${url}${path}`, { method }) };
}
