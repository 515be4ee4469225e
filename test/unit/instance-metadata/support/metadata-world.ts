import { createEventStore, type EventStore } from '../../../../src/core/instance-metadata/events.ts';
import { exampleInstance } from '../../../../src/core/instance-metadata/example-instance.ts';
import type { Instance } from '../../../../src/core/instance-metadata/instance.ts';
import type { Leaf } from '../../../../src/core/instance-metadata/metadata-tree.ts';
import { createMetadataTrees } from '../../../../src/core/instance-metadata/metadata-trees.ts';
import {
  type MetadataAnswer,
  type MetadataContext,
  type MetadataRequest,
  respond,
} from '../../../../src/core/instance-metadata/respond.ts';
import { createTokenStore, type TokenStore } from '../../../../src/core/instance-metadata/token-store.ts';
import type { ProfileView } from '../../../../src/shared/view-state.ts';

export const profile = (name: string, more: Partial<ProfileView> = {}): ProfileView => ({
  name,
  active: false,
  region: 'eu-central-1',
  mfa: { mode: 'unknown' },
  session: { state: 'none' },
  origin: 'config:1',
  ...more,
});

export const plain = profile('default', { active: true, accountId: '111122223333' });

export interface MetadataWorld {
  ask(path: string, request?: Partial<MetadataRequest>): MetadataAnswer;
  /** The body of a text, or the status of an error. */
  read(path: string): string | number;
  /** Another instance, or other profiles, from now on. */
  change(to: Pick<MetadataWorldOptions, 'instance' | 'profiles'>): void;
  readonly events: EventStore;
  readonly time: { now: number };
  readonly tokens: TokenStore;
}

export interface MetadataWorldOptions {
  readonly profiles?: readonly ProfileView[];
  readonly tokensRequired?: boolean;
  readonly instance?: Instance;
  readonly canSign?: boolean;
}

/** The metadata service without HTTP, with a clock that the test moves. */
export function metadataWorld(options: MetadataWorldOptions = {}): MetadataWorld {
  const {
    profiles = [plain],
    tokensRequired = false,
    instance = exampleInstance(),
    canSign = false,
  } = options;
  const current = { profiles, instance };
  const time = { now: Date.UTC(2026, 0, 5, 9) };
  const now = () => time.now;
  const events = createEventStore(now);
  let lastToken = 0;
  const tokens = createTokenStore(now, () => {
    lastToken += 1;
    return `token-${lastToken}`;
  });
  const context: MetadataContext = {
    tokens,
    tokensRequired,
    profiles: () => current.profiles,
    trees: createMetadataTrees({ instance: () => current.instance, events, canSign, now }),
  };
  const ask = (path: string, request: Partial<MetadataRequest> = {}) =>
    respond({ method: 'GET', path, ...request }, context);
  const read = (path: string) => bodyOf(ask(path));
  const change: MetadataWorld['change'] = (to) => {
    Object.assign(current, to);
  };
  return { ask, read, change, events, time, tokens };
}

function bodyOf(answer: MetadataAnswer | Leaf): string | number {
  if (answer.kind === 'text') return answer.body;
  return answer.kind === 'error' ? answer.status : answer.kind;
}
