import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfiguration } from '../../../src/node/config/load-configuration.ts';
import { locateConfigFiles, ownConfigFile } from '../../../src/node/config/locate-config-files.ts';
import { readConfigFile } from '../../../src/node/config/read-config-file.ts';
import { temporaryDirectory } from './support.ts';

const whereaboutsIn = (directory: string) => ({
  environment: {},
  homeDirectory: join(directory, 'home'),
  workingDirectory: join(directory, 'work'),
  platform: 'linux' as const,
  alppacaDirectory: join(directory, 'etc/alppaca'),
});

const sourceFilesIn = (directory: string) => [
  ...['.aws/config', '.aws/credentials', '.aws/credentials.no-mfa'].map((file) =>
    join(directory, 'home', file),
  ),
  join(directory, 'etc/alppaca'),
  join(directory, 'home/.imsa'),
];

const write = async (file: string, text: string): Promise<string> => {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text, { mode: 0o600 });
  return file;
};

describe('without --config', () => {
  it('all files that exist are read, the own file having the last word', async () => {
    const directory = await temporaryDirectory();
    const server = await write(
      join(directory, 'work/server.conf'),
      '[aws]\nregion=eu-west-1\n[metadata]\nport=1',
    );
    const original = await write(
      join(directory, 'home/.aws-mock-metadata/config'),
      '[aws]\nregion=eu-west-2',
    );
    const own = await write(join(directory, 'home/.config/metafob/config'), '[aws]\nregion=eu-west-3');

    const located = await locateConfigFiles(whereaboutsIn(directory));
    const files = [server, original, own];
    expect(located).toEqual({
      ok: true,
      value: { files, candidates: [...sourceFilesIn(directory), ...files], sources: { aws: {} } },
    });

    const loaded = await loadConfiguration(files, readConfigFile);
    expect(loaded).toMatchObject({
      ok: true,
      value: {
        files,
        listener: { port: 1 },
        profiles: [{ region: 'eu-west-3', origin: { file: own, line: 1 } }],
      },
    });
  });

  it('files that do not exist are left out, but stay candidates for watching', async () => {
    const directory = await temporaryDirectory();
    const original = await write(join(directory, 'home/.aws-mock-metadata/config'), '');
    expect(await locateConfigFiles(whereaboutsIn(directory))).toEqual({
      ok: true,
      value: {
        files: [original],
        candidates: [
          ...sourceFilesIn(directory),
          join(directory, 'work/server.conf'),
          original,
          join(directory, 'home/.config/metafob/config'),
        ],
        sources: { aws: {} },
      },
    });
  });

  it('files of imsa and of the AWS tools are found, where two variables say so in other places', async () => {
    const directory = await temporaryDirectory();
    const imsa = await write(join(directory, 'home/.imsa'), '');
    const config = await write(join(directory, 'home/elsewhere/config'), '');
    const credentials = await write(join(directory, 'other/credentials'), '');
    await write(join(directory, 'home/.aws/config'), '');
    const environment = {
      AWS_CONFIG_FILE: '~/elsewhere/config',
      AWS_SHARED_CREDENTIALS_FILE: `\${OTHER}/credentials`,
      OTHER: join(directory, 'other'),
    };
    const located = await locateConfigFiles({ ...whereaboutsIn(directory), environment });
    expect(located).toMatchObject({ value: { sources: { imsa, aws: { config, credentials } } } });
    expect(located.ok && located.value.candidates).toContain(`${credentials}.no-mfa`);
  });

  it('the files of alppaca count one by one, so that an edit is noticed', async () => {
    const directory = await temporaryDirectory();
    const file = await write(join(directory, 'etc/alppaca/config.yaml'), '');
    const located = await locateConfigFiles(whereaboutsIn(directory));
    expect(located).toMatchObject({ value: { sources: { alppaca: join(directory, 'etc/alppaca') } } });
    expect(located.ok && located.value.candidates).toContain(file);
  });

  it('no file at all is no error, and a hint tells where to write one', async () => {
    const located = await locateConfigFiles(whereaboutsIn(await temporaryDirectory()));
    if (!located.ok) throw new Error(JSON.stringify(located.failure));
    expect(located.value.files).toEqual([]);
    expect(located.value.hint).toContain('.config/metafob/config');
  });
});

describe('with --config', () => {
  it('only that file counts; a relative path starts at the working directory', async () => {
    const directory = await temporaryDirectory();
    await write(join(directory, 'work/server.conf'), '');
    const file = await write(join(directory, 'work/other.conf'), '');
    const located = await locateConfigFiles({ ...whereaboutsIn(directory), explicitFile: 'other.conf' });
    expect(located).toEqual({ ok: true, value: { files: [file], candidates: [file], sources: { aws: {} } } });
  });

  it('a missing file is an error', async () => {
    const directory = await temporaryDirectory();
    expect(await locateConfigFiles({ ...whereaboutsIn(directory), explicitFile: 'gone.conf' })).toEqual({
      ok: false,
      failure: [
        {
          file: join(directory, 'work/gone.conf'),
          line: 1,
          message: 'the file given with --config does not exist; check the path, or leave --config out',
        },
      ],
    });
  });

  it('a directory is an error when it is read', async () => {
    const directory = await temporaryDirectory();
    expect(await loadConfiguration([directory], readConfigFile)).toEqual({
      ok: false,
      failure: [
        { file: directory, line: 1, message: 'cannot read this file: it is a directory; name a file' },
      ],
    });
  });
});

describe("Metafob's own file", () => {
  const at = (platform: NodeJS.Platform, environment: Record<string, string>, homeDirectory: string) =>
    ownConfigFile({ platform, environment, homeDirectory, workingDirectory: homeDirectory });

  it.each([
    ['linux', {}, '/home/al', '/home/al/.config/metafob/config'],
    ['linux', { XDG_CONFIG_HOME: '/etc/al' }, '/home/al', '/etc/al/metafob/config'],
    ['linux', { XDG_CONFIG_HOME: 'relative' }, '/home/al', '/home/al/.config/metafob/config'],
    ['darwin', {}, '/Users/al', '/Users/al/Library/Application Support/metafob/config'],
    ['win32', { APPDATA: 'C:\\Al\\Roaming' }, 'C:\\Al', 'C:\\Al\\Roaming\\metafob\\config'],
    ['win32', {}, 'C:\\Al', 'C:\\Al\\AppData\\Roaming\\metafob\\config'],
  ] as const)('on %s with %j and home %s is %s', (platform, environment, home, expected) => {
    expect(at(platform, environment, home)).toBe(expected);
  });
});

describe('reading a file', () => {
  it('notices that others may open it', async () => {
    const directory = await temporaryDirectory();
    const file = join(directory, 'config');
    await writeFile(file, '[aws]\naccess_key=A\nsecret_key=S', { mode: 0o644 });
    const loaded = await loadConfiguration([file], readConfigFile);
    expect(loaded.ok && loaded.value.warnings.map(({ message }) => message)).toEqual([
      `this file holds a secret, but other users may open it (mode 644); run: chmod 600 ${file}`,
    ]);
  });
});
