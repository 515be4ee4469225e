import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseSharedFile } from '../../src/node/config/aws/parse-shared-file.ts';
import { collectProfiles, type SharedFiles, settingOf } from '../../src/node/config/aws/shared-profiles.ts';
import { awsEnvironment, createScratchHome, runCommand } from '../support/aws-environment.ts';

/** Values and sections that are easily misread; each is asked of the real AWS CLI. */
const config = `# a comment
; another
[default]
region = eu-west-1 # not a comment
output=json ; neither
[profile "a b"]
region : colon
output = a=b:c
[profile  spaced ]
region=  around${'  '}
[profile 'single']
REGION = capitals
[profile quoted]
region = "in quotes"
output = it's
[profile nested]
s3 =
  signature_version = s3v4
  region = not-this-one
region = nested-own
[profile continued]
region = first
  second
\tthird

  fourth
# between
  fifth
output = json
   [profile indented]
   region = indented
   output = json
[profile empty]
region =
output = json
[profile trailing] ignored
region = trailing
[profile é]
region = zürich
[profiles odd]
region = odd-prefix
[profile two words]
region = too-many
[plain]
region = no-profile
[profile percent]
region = %(output)s \${HOME}
output = json
[profile x=y]
region = in:name
[profile replaced]
region = once
`;

const credentials = `[creds]
aws_access_key_id = AKIAEXAMPLE
region = from-credentials
[quoted]
region = credentials-win
[profile literal]
region = literal
[a b]
output = text
[ padded ]
region = padded
`;

/** Version by command: the first in PATH, and the system's own, which may be much older. */
const awsCommands = ['aws', '/usr/bin/aws'].flatMap((command) => {
  const { stdout } = spawnSync(command, ['--version'], { encoding: 'utf8' });
  const version = /^aws-cli\/(\S+)/.exec(stdout ?? '')?.[1];
  return version === undefined ? [] : [{ command, name: `AWS CLI ${version}` }];
});
const clients = awsCommands.filter(({ name }, index) => index === 0 || name !== awsCommands[0]?.name);

const names = [
  ...['default', 'a b', 'spaced', 'single', 'quoted', 'nested', 'continued', 'indented', 'empty', 'trailing'],
  ...['é', 'odd', 'two words', 'two', 'plain', 'percent', 'x=y', 'replaced'],
  ...['creds', 'profile literal', 'literal', ' padded ', 'padded', 'no such profile'],
];

const parse = (file: string, text: string) => {
  const parsed = parseSharedFile(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.failure));
  return { file, sections: parsed.value };
};

const ours = (files: SharedFiles, profile: string, key: string): string => {
  const found = collectProfiles(files).find(({ name }) => name === profile);
  return (found === undefined ? undefined : settingOf(found, key)?.value) ?? '';
};

const homeWith = async (configText: string, credentialsText: string) => {
  const home = await createScratchHome();
  onTestFinished(() => home.remove());
  await mkdir(join(home.path, '.aws'));
  await writeFile(join(home.path, '.aws', 'config'), configText);
  await writeFile(join(home.path, '.aws', 'credentials'), credentialsText);
  const { AWS_REGION: _, AWS_DEFAULT_REGION: __, ...environment } = awsEnvironment(home);
  return environment;
};

describe.each(clients)('$name', ({ command }) => {
  const get = async (environment: Readonly<Record<string, string>>, profile: string, key: string) => {
    const { stdout } = await runCommand(
      command,
      ['configure', 'get', key, '--profile', profile],
      environment,
    );
    return stdout.replace(/\r?\n$/, '');
  };

  const differences = async (text: string, settings: readonly (readonly [string, string])[]) => {
    const environment = await homeWith(text, credentials);
    const files = { config: parse('config', text), credentials: parse('credentials', credentials) };
    const compared = settings.map(async ([name, key]) => {
      const theirs = await get(environment, name, key);
      const own = ours(files, name, key);
      return theirs === own ? [] : [{ name, key, theirs, own }];
    });
    return (await Promise.all(compared)).flat();
  };

  it('reads the same settings from a file of surprises', async () => {
    const regions = names.map((name): [string, string] => [name, 'region']);
    const outputs = ['default', 'a b', 'quoted', 'continued'].map((name): [string, string] => [
      name,
      'output',
    ]);
    expect(await differences(config, [...regions, ...outputs])).toEqual([]);
  });

  it('answers at all, so that the comparison means something', async () => {
    const environment = await homeWith(config, credentials);
    expect(await get(environment, 'percent', 'region')).toBe(`%(output)s \${HOME}`);
    expect(await get(environment, 'default', 'region')).toBe('eu-west-1 # not a comment');
  });

  it('reads the same from a file with Windows line endings', async () => {
    const regions = ['default', 'a b', 'nested', 'continued'].map((name): [string, string] => [
      name,
      'region',
    ]);
    expect(await differences(config.replaceAll('\n', '\r\n'), regions)).toEqual([]);
  });

  it.each([
    'region = eu-west-1\n[default]\n',
    '[default]\nnonsense\n',
    '[default]\n[default]\n',
    '[default]\nregion = a\nRegion = b\n',
    '[default]\ns3 =\n  nonsense\n',
  ])('refuses what we refuse: %j', async (text) => {
    const environment = await homeWith(text, '');
    const outcome = await runCommand(command, ['configure', 'list'], environment);
    expect(outcome.exitCode).not.toBe(0);
    expect(parseSharedFile(text).ok).toBe(false);
  });
});
