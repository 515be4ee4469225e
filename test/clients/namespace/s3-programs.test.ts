import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isSkipped } from '../../integration/addresses/support/network.ts';
import { isMissing } from './support/missing-program.ts';
import { type Imdsv2, namespaceWorld } from './support/namespace-world.ts';

const modes = ['optional', 'required'] as const;
const standIn = join(import.meta.dirname, 'support', 's3-stand-in.ts');
const port = '25001';
const s3 = `127.0.0.1:${port}`;

/** A network with a stand-in of S3 that knows only the key of the session, or of nobody. */
async function startWorld(imdsv2: Imdsv2, knownKey?: string) {
  const world = await namespaceWorld({ name: `namespace-s3-${imdsv2}`, imdsv2 });
  const accessKeyId = await world.accessKeyId();
  await world.network.start('listening', {}, standIn, port, knownKey ?? accessKeyId);
  return world;
}

describe.skipIf(isSkipped() || isMissing('s3cmd'))('s3cmd', () => {
  // An option for each of the four hosts and ways that its configuration file would name.
  const words = ['ls', '--no-ssl', `--host=${s3}`, `--host-bucket=${s3}`, '--region=eu-central-1'];

  test.each(modes)('lists buckets with the session, with IMDSv2 %s', async (imdsv2) => {
    const world = await startWorld(imdsv2);
    const { exitCode, stdout, stderr } = await world.run('/usr/bin/s3cmd', words);
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('s3://listed-bucket');
  });

  test('is refused when the stand-in knows another key, so that the tests above mean something', async () => {
    const world = await startWorld('optional', 'ASIAOTHERKEY00000000');
    const { exitCode, stderr } = await world.run('/usr/bin/s3cmd', words);
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain('This key is unknown');
  });
});

describe.skipIf(isSkipped() || isMissing('rclone'))('rclone with env_auth', () => {
  const variables = {
    RCLONE_CONFIG: '/dev/null',
    RCLONE_S3_PROVIDER: 'AWS',
    RCLONE_S3_ENV_AUTH: 'true',
    RCLONE_S3_ENDPOINT: `http://${s3}`,
    RCLONE_S3_REGION: 'eu-central-1',
  };

  test.each(modes)('lists buckets with the session, with IMDSv2 %s', async (imdsv2) => {
    const world = await startWorld(imdsv2);
    const { exitCode, stdout, stderr } = await world.run('rclone', ['lsd', ':s3:'], variables);
    expect(stderr).not.toContain('ERROR');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('listed-bucket');
  });

  test('is refused when the stand-in knows another key', async () => {
    const world = await startWorld('optional', 'ASIAOTHERKEY00000000');
    const words = ['lsd', ':s3:', '--retries', '1', '--low-level-retries', '1'];
    const { exitCode, stderr } = await world.run('rclone', words, variables);
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain('InvalidAccessKeyId');
  });
});
