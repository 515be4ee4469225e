import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfiguration } from '../../../src/node/config/load-configuration.ts';
import { readConfigFile } from '../../../src/node/config/read-config-file.ts';
import { removeImportedSecrets } from '../../../src/node/config/remove-imported-secrets.ts';
import { setEntries } from '../../../src/node/user-files/edit-ini.ts';
import { updateUserFile } from '../../../src/node/user-files/update-user-file.ts';
import { temporaryDirectory } from './support.ts';

const now = Date.UTC(2026, 0, 31, 12);

describe('after an import', () => {
  it('no secret is left on disk, and the rest means what it meant', async () => {
    const directory = await temporaryDirectory();
    const file = join(directory, 'config');
    await writeFile(
      file,
      '[aws]\nregion=eu-west-1\nmfa_secret=mzxw 6ytb\n[profile:x]\nmfa_secret=MZXW6YTB # twice\n',
    );
    await chmod(file, 0o640);

    const before = await loadConfiguration([file], readConfigFile);
    if (!before.ok) throw new Error(JSON.stringify(before.failure));
    const { plainTextSecrets, profiles } = before.value;
    const imported = plainTextSecrets.map(({ line, profiles: [user] }) => ({
      line,
      secret: profiles.find(({ name }) => name === user)?.mfa.secretInFile ?? '',
    }));
    const removed = await removeImportedSecrets(file, imported, now);

    const backup = `${file}.metafob-backup-2026-01-31T120000.000Z`;
    expect(removed).toEqual({ ok: true, value: { changed: true, backup } });
    expect((await stat(backup)).mode & 0o777).toBe(0o600);
    expect((await stat(file)).mode & 0o777).toBe(0o640);
    const names = await readdir(directory);
    const texts = await Promise.all(names.map((name) => readFile(join(directory, name), 'utf8')));
    expect(texts).toHaveLength(2);
    expect(texts.join('')).not.toMatch(/mzxw/i);

    const after = await loadConfiguration([file], readConfigFile);
    expect(after).toMatchObject({ ok: true, value: { warnings: [], plainTextSecrets: [] } });
    expect(after.ok && after.value.profiles).toEqual(
      profiles.map(({ mfa, ...profile }) => ({ ...profile, mfa: { enabled: mfa.enabled } })),
    );
  });

  it('nothing is written when one of the lines was edited meanwhile', async () => {
    const directory = await temporaryDirectory();
    const file = join(directory, 'config');
    const text = '[aws]\nmfa_secret=AAAAAAAA\n[profile:x]\nmfa_secret=CCCCCCCC\n';
    await writeFile(file, text);
    const removed = await removeImportedSecrets(
      file,
      [
        { line: 2, secret: 'AAAAAAAA' },
        { line: 4, secret: 'BBBBBBBB' },
      ],
      now,
    );
    expect(removed).toMatchObject({ ok: false, failure: { file, line: 4, key: 'mfa_secret' } });
    expect(await readFile(file, 'utf8')).toBe(text);
    expect(await readdir(directory)).toEqual(['config']);
  });

  it('the secret is in no backup that another command made before', async () => {
    const directory = await temporaryDirectory();
    const file = join(directory, 'config');
    await writeFile(file, '# é\n[aws]\nmfa_secret=AAAAAAAA\n');
    const addRegion = (text: string) => setEntries(text, 'aws', { region: 'eu-west-1' }, 'metafob');
    await updateUserFile(file, addRegion, { now: now - 1000 });
    expect(await removeImportedSecrets(file, [{ line: 3, secret: 'AAAAAAAA' }], now)).toMatchObject({
      ok: true,
    });
    const backup = `${file}.metafob-backup-2026-01-31T115959.000Z`;
    expect(await readFile(backup, 'utf8')).toBe('# é\n[aws]\nmfa_secret=********\n');
    expect((await stat(backup)).mode & 0o777).toBe(0o600);
    const names = await readdir(directory);
    const texts = await Promise.all(names.map((name) => readFile(join(directory, name), 'utf8')));
    expect(texts.join('')).not.toContain('AAAAAAAA');
  });

  it('a program that changes the file at the same time loses nothing', async () => {
    const file = join(await temporaryDirectory(), 'config');
    await writeFile(file, '[aws]\nmfa_secret=AAAAAAAA\n');
    const addRole = (text: string) => setEntries(text, 'profile:x', { role_arn: 'r' }, 'metafob');
    const changes = await Promise.all([
      removeImportedSecrets(file, [{ line: 2, secret: 'AAAAAAAA' }], now),
      updateUserFile(file, addRole, { now }),
    ]);
    expect(changes).toMatchObject([{ ok: true }, { ok: true }]);
    const text = await readFile(file, 'utf8');
    expect(text).toContain('[profile:x]\nrole_arn = r\n');
    expect(text).not.toContain('AAAAAAAA');
  });

  it('a file that went away is told as a problem', async () => {
    const file = join(await temporaryDirectory(), 'config');
    expect(await removeImportedSecrets(file, [{ line: 2, secret: 'AAAAAAAA' }], now)).toMatchObject({
      ok: false,
      failure: { file, line: 2, message: expect.stringContaining('it does not exist') },
    });
  });
});
