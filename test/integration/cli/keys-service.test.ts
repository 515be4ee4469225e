import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FakeService, goodCode, startFakeService } from './support/fake-manage-server.ts';
import { createUser, type User } from './support/run-command.ts';

let service: FakeService;
let user: User;
let credentials: string;

beforeEach(async () => {
  service = await startFakeService();
  user = await createUser();
  await user.publish(service);
  credentials = join(user.home, '.aws', 'credentials');
});
afterEach(async () => {
  await service.close();
  await user.remove();
});

describe('login --write with a running service', () => {
  test('writes the session of the service, asking for the code as login does', async () => {
    service.needsCode.add('default');
    const { exitCode, stdout } = await user.run(['login', '--write'], { typed: [goodCode] });
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`[default] of ${credentials}`);
    expect(await readFile(credentials, 'utf8')).toMatch(/^\[default\]\naws_access_key_id = \S+\n/);
    expect((await stat(credentials)).mode & 0o777).toBe(0o600);
  });

  test('replaces the session that is there, in its place', async () => {
    await mkdir(join(user.home, '.aws'));
    const before =
      '# mine\n[default]\naws_access_key_id = ASIAOLD\naws_secret_access_key = old\naws_session_token = old\nregion = eu-west-1\n';
    await writeFile(credentials, before);
    expect((await user.run(['login', '--write'])).exitCode).toBe(0);
    const after = await readFile(credentials, 'utf8');
    expect(after).toMatch(/^# mine\n\[default\]\naws_access_key_id = (?!ASIAOLD)/);
    expect(after).toContain('region = eu-west-1\n');
    expect(after).not.toContain('= old');
  });

  test('writes nothing after a wrong code', async () => {
    service.needsCode.add('default');
    const { exitCode } = await user.run(['login', '--write', '--code', '000000']);
    expect(exitCode).toBe(5);
    await expect(readFile(credentials)).rejects.toThrow('ENOENT');
  });
});
