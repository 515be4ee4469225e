import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadProfiles } from '../../../src/service/load-profiles.ts';
import { temporaryDirectory } from './support.ts';

const keys = 'aws_access_key_id = AKIABOB\naws_secret_access_key = bob-secret\n';
const yamlKeys = '  aws_access_key_id: AKIAALICE\n  aws_secret_access_key: alice-secret\n';

/** A home directory with these files; the paths begin below it. */
const homeWith = async (files: Readonly<Record<string, string>>) => {
  const homeDirectory = await temporaryDirectory();
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(homeDirectory, path)), { recursive: true });
    await writeFile(join(homeDirectory, path), text, { mode: 0o600 });
  }
  return {
    environment: {},
    homeDirectory,
    workingDirectory: homeDirectory,
    platform: 'linux' as const,
    alppacaDirectory: join(homeDirectory, 'alppaca'),
  };
};

const loaded = async (...parameters: Parameters<typeof loadProfiles>) => {
  const result = await loadProfiles(...parameters);
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
};

const namesIn = async (...parameters: Parameters<typeof loadProfiles>) =>
  (await loaded(...parameters)).configuration.profiles.map(({ name }) => name);

describe('without --config', () => {
  it('profiles of all tools stand side by side, and clashes are told with short paths', async () => {
    const home = await homeWith({
      '.config/metafob/config': '[profile:own]\naccess_key=AKIAOWN\nsecret_key=own\n',
      '.imsa': `team:\n${yamlKeys}`,
      '.aws/credentials': `[team]\n${keys}[dev]\n${keys}`,
    });
    const { configuration, warnings } = await loaded(home);
    expect(configuration.profiles.map(({ name, origin }) => `${name} ${origin.file}`)).toEqual([
      'own ~/.config/metafob/config',
      'team ~/.imsa',
      'dev ~/.aws/credentials',
    ]);
    expect(configuration.initialProfile).toBe('own');
    expect(warnings).toEqual([
      '~/.aws/credentials:1: the profile team of this file is not used, because ~/.imsa:1 has one of this name',
    ]);
  });

  it('alppaca alone says where to listen and where credentials come from, and there is no default', async () => {
    const home = await homeWith({
      'alppaca/config.yaml': 'ims_host: afp.example\nims_port: 8080\nims_protocol: http\nbind_port: 25772\n',
    });
    const { configuration } = await loaded(home);
    expect(configuration.profiles).toEqual([]);
    expect(configuration.listener).toMatchObject({ host: '127.0.0.1', port: 25_772 });
    expect(configuration.service.upstream).toMatchObject({ url: 'http://afp.example:8080' });
  });

  it('beside own files alppaca only adds its upstream', async () => {
    const home = await homeWith({
      'alppaca/config.yaml': 'ims_host: afp.example\nbind_port: 25772\n',
      '.config/metafob/config': '[profile:own]\naccess_key=AKIAOWN\nsecret_key=own\n',
    });
    const { configuration } = await loaded(home);
    expect(configuration.profiles.map(({ name }) => name)).toContain('own');
    expect(configuration.listener.port).toBe(45_000);
    expect(configuration.service.upstream).toBeDefined();
  });

  it.each([
    ['aws', ['dev']],
    ['imsa', ['team']],
    ['imsa, aws', ['team', 'dev']],
    ['none', ['default']],
    ['', ['default']],
  ])('sources = %s limits what is read', async (sources, names) => {
    const home = await homeWith({
      'server.conf': `[metadata]\nsources = ${sources}\n`,
      '.imsa': `team:\n${yamlKeys}`,
      '.aws/credentials': `[dev]\n${keys}`,
    });
    expect(await namesIn(home)).toEqual(names);
  });

  it('an unknown source is an error', async () => {
    const home = await homeWith({ 'server.conf': '[metadata]\nsources = aws, vault\n' });
    expect(await loadProfiles(home)).toMatchObject({
      failure: [
        { file: '~/server.conf', line: 2, message: 'sources must be none, or some of: imsa, alppaca, aws' },
      ],
    });
  });

  it('a profile of ~/.aws may be selected at the start', async () => {
    const home = await homeWith({
      'server.conf': '[metadata]\nprofile = dev\n',
      '.aws/credentials': `[default]\n${keys}[dev]\n${keys}`,
    });
    expect((await loaded(home)).configuration.initialProfile).toBe('dev');
  });

  it('a fault in .imsa is an error, one in ~/.aws a warning', async () => {
    const broken = await homeWith({ '.imsa': 'a:\n  extends: b\n' });
    expect(await loadProfiles(broken)).toMatchObject({ ok: false, failure: [{ file: '~/.imsa', line: 2 }] });
    const faulty = await homeWith({
      '.aws/config': 'nonsense\n',
      '.aws/credentials': `[dev]\n${keys}`,
    });
    const { configuration, warnings } = await loaded(faulty);
    expect(configuration.profiles.map(({ name }) => name)).toEqual(['dev']);
    expect(warnings[0]).toMatch(/^~\/\.aws\/config:1: .*its profiles are missing$/);
  });

  it.skipIf(process.platform === 'win32')('files with secrets that others may open are told', async () => {
    const home = await homeWith({ '.imsa': `team:\n${yamlKeys}`, '.aws/credentials': `[dev]\n${keys}` });
    await chmod(join(home.homeDirectory, '.imsa'), 0o644);
    await chmod(join(home.homeDirectory, '.aws/credentials'), 0o640);
    expect((await loaded(home)).warnings).toEqual([
      '~/.imsa:3: this file holds a secret, but other users may open it (mode 644); run: chmod 600 ~/.imsa',
      '~/.aws/credentials:3: this file holds a secret, but other users may open it (mode 640); run: chmod 600 ~/.aws/credentials',
    ]);
  });

  it('all places are watched, also those that are empty', async () => {
    const home = await homeWith({});
    const { candidates, warnings } = await loaded(home);
    expect(candidates).toContain(join(home.homeDirectory, '.imsa'));
    expect(candidates).toContain(join(home.homeDirectory, '.aws/credentials.no-mfa'));
    expect(warnings).toEqual([expect.stringContaining('No configuration file')]);
  });
});

describe('with --config', () => {
  const files = {
    'own.conf': '[aws]\nregion = eu-west-1\n',
    'other/.imsa': `team:\n${yamlKeys}`,
    'team.yaml': `team:\n${yamlKeys}`,
    'alppaca.yml': 'ims_host: ims.example\n',
    'alppaca/config.yaml': 'ims_host: ims.example\n',
    '.aws/credentials': `[dev]\n${keys}`,
  };

  it.each([
    ['own.conf', ['default']],
    ['other/.imsa', ['team']],
    ['team.yaml', ['team']],
    ['alppaca.yml', []],
    ['alppaca', []],
  ])('%s is read and nothing else', async (explicitFile, names) => {
    expect(await namesIn({ ...(await homeWith(files)), explicitFile })).toEqual(names);
  });

  it.each(['alppaca.yml', 'alppaca'])("%s gives alppaca's settings", async (explicitFile) => {
    const { configuration } = await loaded({ ...(await homeWith(files)), explicitFile });
    expect(configuration.service.upstream?.url).toContain('ims.example');
  });
});
