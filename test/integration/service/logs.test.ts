/** Line 38 of the server contract: at debug level, no line shows a secret. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findLeaks } from '../../../helper-scripts/log-secrets.ts';
import { alice, bob } from '../../support/sts-simulator/example-world.ts';
import { LOCAL_CREDENTIALS, roleDocument, withActive, worldOfTest } from './support/service-world.ts';

/** The log of the one service of that name. */
async function logOf(name: string): Promise<string> {
  const folder = join(process.env.METAFOB_TEST_LOG_DIR ?? 'test-output', 'logs');
  const files = (await readdir(folder)).filter((file) => file.startsWith(name));
  const contents = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return contents.join('');
}

test('38: requests, wrong codes, faults and secrets leave no secret in the debug log', async () => {
  const name = `no-secrets-${process.pid}-${Date.now()}`;
  const world = await worldOfTest({ name, configuration: withActive('admin') });
  const code = world.code();
  const wrong = code === '135790' ? '135791' : '135790';
  const token = await world.send('/latest/api/token', {
    method: 'PUT',
    headers: { 'X-aws-ec2-metadata-token-ttl-seconds': '60' },
  });
  const request = world.begin(`${LOCAL_CREDENTIALS}?token=${code}`, {
    headers: { 'X-aws-ec2-metadata-token': token.body, 'User-Agent': 'Boto3/1.43.107' },
  });
  const { id } = await world.prompt();
  await world.manage('POST', `/prompts/${id}`, { code: wrong });
  await world.manage('POST', `/prompts/${id}`, { code });
  const role = roleDocument(await request.finished);
  await world.send('/manage/session', { method: 'POST', body: `token=${code}` });
  await world.send(`/manage/session?token=${code}`, { method: 'POST', body: `{"token":"${code}"` });
  await world.manage('PUT', '/profiles/default/mfa-secret', { secret: alice.mfaSecret });
  await world.manage('PUT', '/profiles/default/mfa-secret', { secret: `${alice.mfaSecret}!` });
  await world.send('/manage/profiles');
  world.simulator.setFaults([{ kind: 'access-denied' }]);
  await world.send('/latest/meta-data/iam/security-credentials/Production');
  await world.service.stop();

  const log = await logOf(name);
  expect(log).toContain('"path":"/manage/session"');
  expect(log).toContain('"level":20');
  const secrets = [
    ...[alice.secretAccessKey, alice.mfaSecret, bob.secretAccessKey, world.service.bearerToken],
    ...[code, wrong, token.body, role.SecretAccessKey, role.Token],
  ];
  expect(findLeaks(log, new Set(secrets))).toEqual([]);
});
