import { describe, expect, test } from 'vitest';
import { createBootstrapCredentials } from '../../../src/node/base-credentials/bootstrap.ts';
import { createMemoryStore } from '../../../src/node/secrets/memory-store.ts';
import type { OpenedSecretStore, SecretPlace } from '../../../src/node/secrets/open-secret-store.ts';
import type { SecretRead } from '../../../src/node/secrets/secret-store.ts';
import { longTerm, temporary } from './support/examples.ts';

/** A real store in memory that says it is another place, and counts how often it is read. */
function storeIn(place: SecretPlace, answers: readonly SecretRead[] = []) {
  const memory = createMemoryStore();
  const scripted = [...answers];
  let reads = 0;
  const store: OpenedSecretStore = {
    ...memory,
    place: async () => place,
    async read(account) {
      reads += 1;
      return scripted.shift() ?? memory.read(account);
    },
  };
  return { store, reads: () => reads };
}

function start(store?: OpenedSecretStore) {
  const problems: string[] = [];
  const onProblem = (message: string) => void problems.push(message);
  return {
    ...createBootstrapCredentials(store === undefined ? { onProblem } : { store, onProblem }),
    problems,
  };
}

const nothingYet = {
  ok: false,
  failure: {
    kind: 'source-failed',
    detail: expect.stringMatching(/no bootstrap credentials.*\/bootstrap\/creds/),
  },
};

describe('bootstrap credentials', () => {
  test('are not there before they were posted', async () => {
    expect(await start().find()).toEqual(nothingYet);
  });

  test('are what was posted last', async () => {
    const { find, replace } = start();
    await replace(longTerm);
    await replace(temporary);
    expect(await find()).toEqual({ ok: true, value: temporary });
  });

  test('are in use before they are stored', async () => {
    const { find, replace } = start(storeIn('file').store);
    const stored = replace(longTerm);
    expect(await find()).toEqual({ ok: true, value: longTerm });
    await stored;
  });

  test('are forgotten by the next start when they are not kept', async () => {
    await start().replace(longTerm);
    expect(await start().find()).toEqual(nothingYet);
  });
});

describe.each(['keychain', 'file'] as const)('bootstrap credentials that are kept in the %s', (place) => {
  test.each([longTerm, temporary])('are there at the next start', async (credentials) => {
    const { store } = storeIn(place);
    const before = start(store);
    await before.replace(credentials);
    expect(before.problems).toEqual([]);
    expect(await start(store).find()).toEqual({ ok: true, value: credentials });
  });

  test('are looked for once: to open an encrypted file takes much work', async () => {
    const { store, reads } = storeIn(place);
    const { find } = start(store);
    for (let time = 0; time < 3; time += 1) expect(await find()).toEqual(nothingYet);
    expect(reads()).toBe(1);
  });

  test('are looked for again while the store is locked', async () => {
    const { store } = storeIn(place, [{ kind: 'locked', reason: 'The keyring is locked.' }]);
    await start(store).replace(longTerm);
    const { find } = start(store);
    expect(await find()).toEqual({
      ok: false,
      failure: { kind: 'source-failed', detail: expect.stringContaining('The keyring is locked.') },
    });
    expect(await find()).toEqual({ ok: true, value: longTerm });
  });

  test('do not replace what was posted while the store was being read', async () => {
    const { store } = storeIn(place);
    await start(store).replace(longTerm);
    const { find, replace } = start(store);
    const finding = find();
    await replace(temporary);
    expect(await finding).toEqual({ ok: true, value: temporary });
    expect(await find()).toEqual({ ok: true, value: temporary });
  });

  test.each(['', '{', '{"accessKeyId":1}', 'null'])(
    'that are damaged (%j) are told and count as none',
    async (secret) => {
      const { find, problems } = start(storeIn(place, [{ kind: 'found', secret }]).store);
      expect(await find()).toEqual(nothingYet);
      expect(problems).toEqual([expect.stringContaining('cannot be read')]);
    },
  );
});

describe('bootstrap credentials that cannot be kept', () => {
  test('because there is only memory are in use all the same, and the user is told', async () => {
    const { find, replace, problems } = start(storeIn('memory').store);
    await replace(longTerm);
    expect(await find()).toEqual({ ok: true, value: longTerm });
    expect(problems).toEqual([expect.stringMatching(/not kept for the next start.*METAFOB_PASSPHRASE_FILE/)]);
  });

  test('because the store refuses are in use all the same, and the user is told why', async () => {
    const { store } = storeIn('keychain');
    const refusing: OpenedSecretStore = {
      ...store,
      write: async () => ({ ok: false, failure: { kind: 'locked', reason: 'The keyring is locked.' } }),
    };
    const { find, replace, problems } = start(refusing);
    await replace(longTerm);
    expect(await find()).toEqual({ ok: true, value: longTerm });
    expect(problems).toEqual([expect.stringContaining('The keyring is locked.')]);
  });
});
