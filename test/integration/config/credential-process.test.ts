import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCredentialProcess } from '../../../src/node/base-credentials/credential-process.ts';
import { temporaryDirectory } from './support.ts';

/** A program for the test; its `"$@"` are the arguments of the command. */
const program = async (script: string): Promise<string> => {
  const file = join(await temporaryDirectory(), 'my program');
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o700);
  return `"${file}"`;
};

const printing = (output: unknown) =>
  program(`cat <<'END'\n${typeof output === 'string' ? output : JSON.stringify(output)}\nEND`);

const output = { Version: 1, AccessKeyId: 'ASIAEXAMPLE', SecretAccessKey: 'process-secret' };

const detailOf = async (command: string, timeoutMs?: number): Promise<string> => {
  const result = await runCredentialProcess(command, timeoutMs === undefined ? {} : { timeoutMs });
  if (result.ok) throw new Error('it should have failed');
  expect(result.failure.kind).toBe('source-failed');
  return result.failure.detail ?? '';
};

describe('a credential_process', () => {
  it('that prints long-term keys', async () => {
    expect(await runCredentialProcess(await printing(output))).toEqual({
      ok: true,
      value: { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'process-secret' },
    });
  });

  it('that prints temporary credentials', async () => {
    const command = await printing({ ...output, SessionToken: 'token', Expiration: '2030-01-02T03:04:05Z' });
    expect(await runCredentialProcess(command)).toMatchObject({
      value: { sessionToken: 'token', expiresAt: Date.UTC(2030, 0, 2, 3, 4, 5) },
    });
  });

  it('gets its arguments as they are written, the environment, our mark, and no input', async () => {
    const command = await program(
      `read -r line && exit 9\nprintf '{"Version":1,"AccessKeyId":"%s","SecretAccessKey":"%s"}' "$(printf %s "$1" | tr ' ' _),$2,$#" "$VARIABLE,$METAFOB_SERVICE"`,
    );
    const environment = { PATH: process.env.PATH, VARIABLE: 'given' };
    expect(await runCredentialProcess(`${command} 'a b' $HOME;x`, { environment })).toEqual({
      ok: true,
      value: { accessKeyId: 'a_b,$HOME;x,2', secretAccessKey: 'given,1' },
    });
  });

  it.each([
    ['topsecret', 'printed no JSON object'],
    [{ ...output, Version: 2 }, 'printed JSON in which Version is missing or wrong'],
    [{ ...output, SecretAccessKey: undefined }, 'printed JSON in which SecretAccessKey is missing or wrong'],
    [{ ...output, Expiration: 'topsecret' }, 'printed JSON in which Expiration is missing or wrong'],
  ])('that prints something else fails without telling what: %j', async (printed, expected) => {
    const detail = await detailOf(await printing(printed));
    expect(detail).toContain(expected);
    expect(detail).not.toMatch(/topsecret|process-secret/);
  });

  it('that ends with an error fails with its exit code, not with its text or its arguments', async () => {
    const detail = await detailOf(`${await program('echo topsecret >&2; echo topsecret; exit 3')} topsecret`);
    expect(detail).toContain('ended with exit code 3; run the credential_process in a terminal');
    expect(detail).not.toContain('topsecret');
  });

  it('that does not end is killed', async () => {
    expect(await detailOf(await program('sleep 60'), 50)).toContain('did not end within 0.05 seconds');
  });

  it('that prints without end is killed', async () => {
    expect(await detailOf(await program('yes topsecret'))).toContain('printed far more than credentials');
  });

  it('that does not exist, or is no command line, fails', async () => {
    expect(await detailOf('/nowhere/at-all')).toContain('/nowhere/at-all cannot be run: it does not exist');
    expect(await detailOf('"a')).toContain('a quote is not closed');
    expect(await detailOf('')).toContain('it is empty');
  });
});
