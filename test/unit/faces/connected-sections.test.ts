import { describe, expect, test } from 'vitest';
import {
  connectedSections,
  connectSection,
  disconnectSection,
} from '../../../src/service/cli/connected-sections.ts';

const users = `# my profiles
[default]
region = eu-central-1

[profile mine]
role_arn = arn:aws:iam::111122223333:role/Mine ; keep
s3 =
    max_concurrent_requests = 20
`;

const process = { by: 'process', command: 'metafob credential-process -- admin' } as const;
const port = { by: 'port', url: 'http://127.0.0.1:46300/' } as const;
const admin = { profile: 'admin', region: 'eu-west-1', connection: process };

const textOf = (edited: ReturnType<typeof connectSection>): string => {
  if (!edited.ok) throw new Error(edited.failure.message);
  return edited.value;
};

test('a connection is a section at the end, and everything else stays', () => {
  expect(textOf(connectSection(users, 'admin', admin))).toBe(`${users}
[profile admin]
metafob_profile = admin
credential_process = metafob credential-process -- admin
region = eu-west-1
`);
});

test('removing it gives back the file of before, byte for byte', () => {
  for (const before of [users, '', users.replaceAll('\n', '\r\n'), users.trimEnd()]) {
    expect(textOf(disconnectSection(textOf(connectSection(before, 'admin', admin)), 'admin')).trimEnd()).toBe(
      before.trimEnd(),
    );
  }
});

test('another way takes the place of the first', () => {
  const first = textOf(connectSection(users, 'admin', admin));
  const second = textOf(connectSection(first, 'admin', { ...admin, connection: port }));
  expect(second).toContain('ec2_metadata_service_endpoint = http://127.0.0.1:46300/');
  expect(second).not.toContain('credential_process');
});

describe("a user's own section", () => {
  test('is never written over, and --as is named', () => {
    const edited = connectSection(users, 'mine', admin);
    expect(edited).toMatchObject({
      ok: false,
      failure: { line: 5, message: expect.stringMatching(/\[profile mine\].*did not write.*--as/) },
    });
    expect(connectSection(users, 'default', admin)).toMatchObject({ ok: false, failure: { line: 2 } });
  });

  test('is never removed', () => {
    expect(disconnectSection(users, 'mine')).toMatchObject({
      ok: false,
      failure: { message: expect.stringContaining('did not write') },
    });
    expect(disconnectSection(users, 'nobody')).toMatchObject({ ok: false });
  });
});

test('what the user added to a section of ours stays when it is removed', () => {
  const connected = textOf(connectSection(users, 'admin', admin));
  const left = textOf(disconnectSection(`${connected}output = json\n`, 'admin'));
  expect(left).toBe(`${users}\n[profile admin]\nregion = eu-west-1\noutput = json\n`);
});

test('all connections are found again', () => {
  const one = textOf(connectSection(users, 'admin', admin));
  const two = textOf(connectSection(one, 'other', { profile: 'b', region: 'us-east-1', connection: port }));
  expect(connectedSections(two)).toEqual({
    ok: true,
    value: [
      { name: 'admin', profile: 'admin', by: 'process' },
      { name: 'other', profile: 'b', by: 'port' },
    ],
  });
});
