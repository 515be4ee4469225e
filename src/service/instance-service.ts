import type { Engine } from '../core/engine.ts';
import { createEventStore, type EventStore } from '../core/instance-metadata/events.ts';
import type { Instance } from '../core/instance-metadata/instance.ts';
import type { SignatureForm } from '../core/instance-metadata/tree/category.ts';
import type { Clock } from '../core/ports.ts';
import { failed, type Result, success } from '../core/result.ts';
import { type ConfigProblem, formatConfigProblem } from '../node/config/config-problem.ts';
import { eventBody, type InstanceControl } from '../node/instance/instance-control.ts';
import type { OverridesFile } from '../node/instance/overrides-file.ts';
import type { SecretStore } from '../node/secrets/secret-store.ts';
import { createSerialQueue } from '../node/serial-queue.ts';
import type { InstanceFiles } from './instance-files.ts';
import type { Logger } from './logger.ts';
import { createPlayedInstance } from './played-instance.ts';

export interface InstanceServiceOptions {
  readonly engine: Pick<Engine, 'view'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly files: InstanceFiles;
  /** Keeps the key of the signatures; without it there are none. */
  readonly secretStore?: SecretStore | undefined;
}

/** The machine that the service plays: what it is, what it is told of, and who signs for it. */
export interface InstanceService extends InstanceControl {
  /** An equal object as long as nothing changes. */
  instance(): Instance;
  readonly events: EventStore;
  readonly signIdentity?: (form: SignatureForm, document: string) => Promise<Result<string, string>>;
  /** Undefined when neither the document nor the environment says anything about it. */
  tokensRequired(): boolean | undefined;
  /** Reads everything at the first call, and follows the document from then on. */
  load(): Promise<void>;
  isLoaded(): boolean;
  /** Of the document as it is now; the last good one is in use meanwhile. */
  problems(): readonly ConfigProblem[];
  /** Calls back after each change; returns a function that unsubscribes. */
  subscribe(listener: () => void): () => void;
  stop(): void;
}

/** More than anybody looks at; it bounds what a runaway script can make us keep. */
const MAXIMUM_EVENTS = 1_000;

export function createInstanceService(options: InstanceServiceOptions): InstanceService {
  const { engine, clock, logger, environment, files, secretStore } = options;
  const now = () => clock.now();
  const events = createEventStore(now);
  const listeners = new Set<() => void>();
  // Two changes at the same time would each start from what the other one replaces.
  const inTurn = createSerialQueue();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const played = createPlayedInstance({ files, events, environment, logger, now, onChanged: changed });
  const signatures = secretStore && createSignatures(secretStore);

  const scheduled = () => events.list().map((entry) => eventBody(entry, now()));

  async function openDocument(): Promise<OverridesFile> {
    const { createOverridesFile } = await import('../node/instance/overrides-file.ts');
    return createOverridesFile(files.overridesFile, environment, now);
  }

  const changeDocument = (change: (file: OverridesFile) => Promise<Result<void, readonly ConfigProblem[]>>) =>
    inTurn(async () => {
      const outcome = await change(await openDocument());
      if (outcome.ok) await played.readDocument();
      return outcome;
    });

  return {
    instance: () => played.now().instance,
    events,
    ...(signatures && {
      signIdentity: async (form, document) => (await signatures()).sign(form, document),
    }),
    tokensRequired: () => played.now().overrides?.tokensRequired,
    load: played.load,
    isLoaded: played.isLoaded,
    problems: () => played.now().problems,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      played.stop();
      listeners.clear();
    },

    async view() {
      await played.load();
      const { instanceValues } = await import('../node/instance/instance-values.ts');
      const { generated, instance, overrides, documentExists, problems } = played.now();
      const active = engine.view().profiles.find((profile) => profile.active);
      return {
        values: [...instanceValues(generated, instance, active ?? {})],
        overrides: {
          file: files.overridesFile,
          exists: documentExists,
          problems: [...problems],
          warnings: overrides?.warnings.map(formatConfigProblem) ?? [],
        },
        events: scheduled(),
      };
    },
    document: async () => (await openDocument()).read(),
    writeDocument: (text) => changeDocument((file) => file.write(text)),
    set: (key, value) => changeDocument((file) => file.set(key, value)),
    removeDocument: () => changeDocument((file) => file.remove()),
    regenerate: played.regenerate,
    certificate: async () =>
      signatures === undefined
        ? failed('This service has no place for the key of its signatures.')
        : (await signatures()).certificate(),
    schedule({ at, afterSeconds = 0, ...event }) {
      if (events.list().length >= MAXIMUM_EVENTS) {
        return failed('There are too many events. Clear some first.');
      }
      const entry = events.schedule(event, at === undefined ? { afterMs: afterSeconds * 1000 } : { at });
      logger.info({ event: event.kind, id: entry.id }, 'an event is scheduled');
      changed();
      return success(eventBody(entry, now()));
    },
    scheduled,
    clear(kind) {
      const count = events.clear(kind);
      if (count > 0) changed();
      return count;
    },
  };
}

/** Made at the first use, as most services never sign. */
function createSignatures(secretStore: SecretStore) {
  const make = async () => {
    const { createIdentitySignatures } = await import('../node/instance/identity-signatures.ts');
    return createIdentitySignatures(async () => secretStore);
  };
  let made: ReturnType<typeof make> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
