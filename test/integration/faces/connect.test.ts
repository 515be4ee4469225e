/** `metafob connect` writes into ~/.aws/config, and takes back what it wrote. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type ServiceWorld, worldOfTest } from '../service/support/service-world.ts';
import { accessOf, metafob, metafobScript } from './support/metafob-command.ts';

const own = `# keep me
[default]
region = eu-central-1

[profile mine]
role_arn = arn:aws:iam::111122223333:role/Mine
`;

async function withAwsFiles(world: ServiceWorld, files: Readonly<Record<string, string>>) {
  const directory = join(world.service.environment.HOME ?? '', '.aws');
  await mkdir(directory);
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  return {
    config: () => readFile(join(directory, 'config'), 'utf8'),
    run: (...words: string[]) => metafob(['connect', ...words], world.service.environment),
  };
}

test('connects by credential_process, with whole paths when metafob is not in PATH, and back', async () => {
  const { config, run } = await withAwsFiles(await worldOfTest({ name: 'connect' }), { config: own });
  expect(await run('admin')).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await config()).toBe(`${own}
[profile admin]
metafob_profile = admin
credential_process = ${process.execPath} ${metafobScript} credential-process -- admin
region = us-east-1
`);
  expect(await run('--remove', 'admin')).toMatchObject({ exitCode: 0, stdout: 'Removed: admin.\n' });
  expect(await config()).toBe(own);
});

test('connects by a port, which is given back with the section', async () => {
  const world = await worldOfTest({ name: 'connect-port' });
  const { config, run } = await withAwsFiles(world, { config: own });
  expect((await run('admin', '--by', 'port', '--as', 'admin-here')).exitCode).toBe(0);
  const { metadataUrl } = await accessOf(world, 'admin');
  expect(await config()).toContain(
    `[profile admin-here]\nmetafob_profile = admin\nec2_metadata_service_endpoint = ${metadataUrl}\n`,
  );
  expect((await run('--remove')).stdout).toBe('Removed: admin-here.\n');
  expect(await config()).toBe(own);
  expect((await accessOf(world, 'admin')).metadataUrl).toBeUndefined();
});

test('does not touch a section that somebody else wrote', async () => {
  const world = await worldOfTest({ name: 'connect-refused' });
  const { config, run } = await withAwsFiles(world, {
    config: own,
    credentials: '[bob]\naws_access_key_id = AKIABOB\n',
  });
  expect(await run('default')).toMatchObject({
    exitCode: 7,
    stderr: expect.stringMatching(/config:2: .*--as/),
  });
  expect(await run('bob')).toMatchObject({
    exitCode: 7,
    stderr: expect.stringMatching(/credentials.*--as bob-mfa/s),
  });
  expect(await run('--remove', 'mine')).toMatchObject({
    exitCode: 7,
    stderr: expect.stringContaining('did not write'),
  });
  expect(await run('nobody')).toMatchObject({ exitCode: 4 });
  expect(await run()).toMatchObject({ exitCode: 2 });
  expect(await config()).toBe(own);
});

test('by container there is nothing to write', async () => {
  const { config, run } = await withAwsFiles(await worldOfTest({ name: 'connect-container' }), {
    config: own,
  });
  expect((await run('admin', '--by', 'container')).stdout).toContain('eval "$(metafob env admin)"');
  expect(await config()).toBe(own);
});
