import { rm } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import type { EventStore } from '../core/instance-metadata/events.ts';
import { exampleInstance } from '../core/instance-metadata/example-instance.ts';
import type { Instance } from '../core/instance-metadata/instance.ts';
import { type ConfigProblem, formatConfigProblem } from '../node/config/config-problem.ts';
import type { InstanceOverrides } from '../node/instance/load-overrides.ts';
import type { PlannedEvent } from '../node/instance/planned-event.ts';
import { createSerialQueue } from '../node/serial-queue.ts';
import { describeError } from './describe-error.ts';
import type { InstanceFiles } from './instance-files.ts';
import type { Logger } from './logger.ts';

export interface PlayedInstanceOptions {
  readonly files: InstanceFiles;
  readonly events: EventStore;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly logger: Logger;
  /** ms since the epoch */
  readonly now: () => number;
  readonly onChanged: () => void;
}

export interface InstanceNow {
  readonly generated: Instance;
  /** With what a person has set; an equal object as long as nothing changes. */
  readonly instance: Instance;
  /** The last good document. */
  readonly overrides: InstanceOverrides | undefined;
  readonly documentExists: boolean;
  /** Of the document as it is now. */
  readonly problems: readonly ConfigProblem[];
}

/** The instance as its two files say it: the generated one, and the document over it. */
export interface PlayedInstance {
  now(): InstanceNow;
  isLoaded(): boolean;
  /** Reads both files at the first call, and follows the document from then on. */
  load(): Promise<void>;
  /** Reads the document again. One with problems changes nothing but the problems. */
  readDocument(): Promise<void>;
  /** Makes another instance; what the last one followed from is put aside. */
  regenerate(): Promise<void>;
  stop(): void;
}

export function createPlayedInstance(options: PlayedInstanceOptions): PlayedInstance {
  const { files, events, environment, logger, now, onChanged } = options;
  const example = exampleInstance();
  let current: InstanceNow = {
    generated: example,
    instance: example,
    overrides: undefined,
    documentExists: false,
    problems: [],
  };
  let planned: readonly PlannedEvent[] = [];
  let loading: Promise<void> | undefined;
  let isLoaded = false;
  let isStopped = false;
  // What was read last counts, not what was finished last.
  const inTurn = createSerialQueue();
  let unwatch = () => {};

  async function readGenerated(): Promise<void> {
    const { loadInstance } = await import('../node/instance/instance-store.ts');
    const randomSeed = () => globalThis.crypto.randomUUID();
    const { instance: generated, warning } = await loadInstance(files.seedFile, { now, randomSeed });
    if (warning !== undefined) logger.warn({}, warning);
    current = { ...current, generated };
  }

  async function readOverrides(): Promise<void> {
    const [{ loadOverrides }, { readIfPresent }] = await Promise.all([
      import('../node/instance/load-overrides.ts'),
      import('../node/secrets/private-file.ts'),
    ]);
    const { overridesFile: file, isRequired } = files;
    // One that cannot be read exists too, and is told as a problem.
    const documentExists = await readIfPresent(file).then(
      (content) => content !== undefined,
      () => true,
    );
    const read = await loadOverrides({ ...(documentExists || isRequired ? { file } : {}), environment });
    const problems = read.ok ? [] : read.failure;
    for (const problem of problems) logger.error({}, formatConfigProblem(problem));
    current = { ...current, documentExists, problems, ...(read.ok && { overrides: read.value }) };
    if (read.ok) scheduleEvents(read.value);
  }

  function scheduleEvents({ events: wanted, warnings }: InstanceOverrides): void {
    for (const warning of warnings) logger.warn({}, formatConfigProblem(warning));
    // An edit elsewhere in the document starts no delay anew.
    if (isDeepStrictEqual(wanted, planned)) return;
    for (const { event } of planned) events.clear(event.kind);
    for (const { event, start } of wanted) events.schedule(event, start);
    planned = wanted;
  }

  function apply(): void {
    const { overrides, generated, instance: before } = current;
    const instance = overrides?.apply(generated) ?? generated;
    if (!isDeepStrictEqual(instance, before)) current = { ...current, instance };
    onChanged();
  }

  async function loadAll(): Promise<void> {
    await Promise.all([readGenerated(), readOverrides()]);
    apply();
    isLoaded = true;
    const { watchConfiguration } = await import('../node/config/watch-configuration.ts');
    if (isStopped) return;
    unwatch = watchConfiguration([files.overridesFile], {
      onChange: () => void readDocument().catch(tell),
      onProblem: (message) => logger.warn({}, message),
    });
  }

  const tell = (error: unknown): void =>
    logger.error({ error: describeError(error) }, 'the instance could not be read');

  const readDocument = (): Promise<void> =>
    inTurn(async () => {
      await readOverrides();
      apply();
    });

  return {
    now: () => current,
    isLoaded: () => isLoaded,
    load() {
      loading ??= loadAll().catch((error: unknown) => {
        // Tried again with the next request.
        loading = undefined;
        tell(error);
      });
      return loading;
    },
    readDocument,
    regenerate: () =>
      inTurn(async () => {
        const [{ readIfPresent }, { keepBackup }] = await Promise.all([
          import('../node/secrets/private-file.ts'),
          import('../node/user-files/backups.ts'),
        ]);
        const before = await readIfPresent(files.seedFile);
        if (before !== undefined) await keepBackup(files.seedFile, Buffer.from(before), now());
        await rm(files.seedFile, { force: true });
        await readGenerated();
        apply();
      }),
    stop() {
      isStopped = true;
      unwatch();
    },
  };
}
