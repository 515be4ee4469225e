/**
 * Uses a secret store inside the environment that it is started with. Reads one JSON request per line, prints
 * one JSON answer per line.
 */
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { createKeychainStore } from '../../../src/node/secrets/keychain-store.ts';
import { openSecretStore } from '../../../src/node/secrets/open-secret-store.ts';
import type { SecretStore } from '../../../src/node/secrets/secret-store.ts';

const settings = z.object({ kind: z.enum(['auto', 'keychain', 'file', 'careless']), directory: z.string() });

const request = z.discriminatedUnion('operation', [
  z.object({ operation: z.literal('read'), account: z.string() }),
  z.object({ operation: z.literal('write'), account: z.string(), secret: z.string() }),
  z.object({ operation: z.literal('remove'), account: z.string() }),
  z.object({ operation: z.literal('describe') }),
]);

const { kind, directory } = settings.parse(JSON.parse(process.argv[2] ?? '{}'));

/** `careless` does not ask whether the keyring is locked, so that it runs into the prompt. */
const open = (): SecretStore =>
  kind === 'careless'
    ? createKeychainStore({ name: 'The keyring', askState: async () => ({ kind: 'unknown' }), limit: 2_000 })
    : openSecretStore({ kind, directory, platform: process.platform, environment: process.env });

const store = open();

const answer = async (line: string): Promise<unknown> => {
  const asked = request.parse(JSON.parse(line));
  switch (asked.operation) {
    case 'read':
      return store.read(asked.account);
    case 'write':
      return store.write(asked.account, asked.secret);
    case 'remove':
      return store.remove(asked.account);
    case 'describe':
      return store.description;
  }
};

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await answer(line)));
}
