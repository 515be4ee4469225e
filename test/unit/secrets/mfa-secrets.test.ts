import { describe, expect, it } from 'vitest';
import { accessKeyIdentity, discoveredIdentity, type Profile } from '../../../src/core/profiles/profile.ts';
import { createMemoryStore } from '../../../src/node/secrets/memory-store.ts';
import { createMfaSecrets } from '../../../src/node/secrets/mfa-secrets.ts';
import type { SecretRead, SecretStore } from '../../../src/node/secrets/secret-store.ts';

const stored = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const written = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

const profile: Profile = {
  name: 'dev',
  identity: accessKeyIdentity('AKIAEXAMPLE', 'not a real key'),
  region: 'eu-central-1',
  mfa: { enabled: true },
  longRoleSession: false,
  origin: { file: 'server.conf', line: 7 },
};
const withSecretInFile = (secretInFile: string): Profile => ({
  ...profile,
  mfa: { enabled: true, secretInFile },
});

const answering = (answer: SecretRead): SecretStore => ({ ...createMemoryStore(), read: async () => answer });

describe('finding the MFA secret of a profile', () => {
  it('takes the store before the configuration file', async () => {
    const secrets = createMfaSecrets(createMemoryStore());
    const inFile = withSecretInFile(written);
    expect(await secrets.find(inFile)).toEqual({ kind: 'found', secret: written });
    await secrets.set(inFile, stored);
    expect(await secrets.find(inFile)).toEqual({ kind: 'found', secret: stored });
  });

  it('keeps it under the identity, so profiles on one access key share it', async () => {
    const store = createMemoryStore();
    const secrets = createMfaSecrets(store);
    await secrets.set(profile, stored);
    expect(await store.read('mfa-secret:AKIAEXAMPLE')).toEqual({ kind: 'found', secret: stored });
    expect(await secrets.find({ ...profile, name: 'other' })).toEqual({ kind: 'found', secret: stored });

    const discovered: Profile = { ...profile, identity: discoveredIdentity };
    expect(await secrets.find(discovered)).toEqual({ kind: 'none' });
    await secrets.set(discovered, written);
    expect(await store.read('mfa-secret:discovered')).toEqual({ kind: 'found', secret: written });
  });

  it('is locked with a locked store, unless the configuration file has the secret', async () => {
    const locked = { kind: 'locked', reason: 'The keyring is locked.' } as const;
    const secrets = createMfaSecrets(answering(locked));
    expect(await secrets.find(profile)).toEqual(locked);
    expect(await secrets.find(withSecretInFile(written))).toEqual({ kind: 'found', secret: written });
  });

  it('finds none where there is no store', async () => {
    const secrets = createMfaSecrets(answering({ kind: 'unavailable', reason: 'No Secret Service.' }));
    expect(await secrets.find(profile)).toEqual({ kind: 'none' });
    expect(await secrets.find(withSecretInFile(written))).toEqual({ kind: 'found', secret: written });
  });

  it('names the line of a secret in the file that cannot be one, but not the secret', async () => {
    const found = await createMfaSecrets(createMemoryStore()).find(withSecretInFile('hunter-two'));
    expect(found).toEqual({ kind: 'locked', reason: expect.stringContaining('server.conf, line 7') });
    expect(JSON.stringify(found)).not.toContain('hunter');
  });
});

describe('changing the MFA secret of a profile', () => {
  it('stores it without separators and in capitals', async () => {
    const secrets = createMfaSecrets(createMemoryStore());
    expect(await secrets.set(profile, 'jbsw y3dp ehpk 3pxp jbsw y3dp ehpk 3pxp')).toEqual({ ok: true });
    expect(await secrets.find(profile)).toEqual({ kind: 'found', secret: stored });
  });

  it('stores nothing that cannot be a secret', async () => {
    const secrets = createMfaSecrets(createMemoryStore());
    expect(await secrets.set(profile, '123456')).toMatchObject({
      ok: false,
      failure: { kind: 'invalid-secret' },
    });
    expect(await secrets.find(profile)).toEqual({ kind: 'none' });
  });

  it('says whether there was one to remove', async () => {
    const secrets = createMfaSecrets(createMemoryStore());
    await secrets.set(profile, stored);
    expect(await secrets.remove(profile)).toEqual({ ok: true, value: true });
    expect(await secrets.remove(profile)).toEqual({ ok: true, value: false });
  });
});
