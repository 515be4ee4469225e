import { expect, test } from 'vitest';
import { accessKeyIdentity, type Profile } from '../../../src/core/profiles/profile.ts';
import { createHeldSecrets } from '../../../src/node/mfa-enrolment/secret-hold.ts';
import { createMemoryStore } from '../../../src/node/secrets/memory-store.ts';
import { createMfaSecrets } from '../../../src/node/secrets/mfa-secrets.ts';
import { flushPromises } from '../../support/engine/manual-clock.ts';

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const profileOf = (accessKeyId: string): Profile => ({
  name: accessKeyId,
  identity: accessKeyIdentity(accessKeyId, 'not-a-real-secret-key'),
  region: 'eu-west-1',
  mfa: { enabled: true },
  longRoleSession: false,
  origin: { file: 'config', line: 1 },
});

test('nobody finds a secret that is held, and everybody does afterwards', async () => {
  const secrets = createMfaSecrets(createMemoryStore());
  const held = createHeldSecrets(secrets);
  await secrets.set(profileOf('A'), secret);
  const letGo = held.hold(profileOf('A'));
  let found: unknown;
  void held.find(profileOf('A')).then((answer) => {
    found = answer;
  });
  expect(await held.find(profileOf('B'))).toEqual({ kind: 'none' });
  await flushPromises();
  expect(found).toBeUndefined();
  letGo();
  await flushPromises();
  expect(found).toEqual({ kind: 'found', secret });
});
