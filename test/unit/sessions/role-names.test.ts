import { describe, expect, test } from 'vitest';
import type { Profile } from '../../../src/core/profiles/profile.ts';
import { toTimestamp } from '../../../src/core/sessions/credentials.ts';
import { resolvedRoleArn, roleSessionName } from '../../../src/core/sessions/plan.ts';
import { alice, profile, roleArn, startEngine } from '../../support/engine-harness.ts';

const variable = '$' + '{aws:username}';

describe('the variable in a role ARN', () => {
  test('is replaced by the name of the user', () => {
    expect(resolvedRoleArn(roleArn(`team-${variable}`), 'alice')).toBe(roleArn('team-alice'));
    expect(resolvedRoleArn(`${variable}/${variable}`, 'alice')).toBe('alice/alice');
  });

  test('stays as it is while the name is unknown, and other text always does', () => {
    expect(resolvedRoleArn(variable, undefined)).toBe(variable);
    expect(resolvedRoleArn(roleArn('admin'), 'alice')).toBe(roleArn('admin'));
  });

  const withVariable = (wishes: Parameters<typeof profile>[1]): Profile =>
    profile('own', { ...wishes, role: `own-${variable}` });

  test('is looked up at AWS when it is needed, and shown resolved', async () => {
    const { askNow, aws, profileView } = startEngine({ profiles: [withVariable({ mfa: false })] });
    await askNow('own');
    expect(aws.callsOf('assumeRole')[0]?.call.roleArn).toBe(roleArn('own-alice'));
    expect(profileView('own')?.roleArn).toBe(roleArn('own-alice'));
  });

  test('needs only the look-up that needs no permission, when the serial number is configured', async () => {
    const { signIn, aws } = startEngine({ profiles: [withVariable({ mfa: alice.serialNumber })] });
    await signIn('own');
    expect(aws.callsOf('describeIdentity').map(({ call }) => call.findDevices)).toEqual([false]);
    expect(aws.callsOf('assumeRole')[0]?.call.roleArn).toBe(roleArn('own-alice'));
  });
});

describe('the name of a role session', () => {
  test('tells who it is', () => {
    expect(roleSessionName({ userName: 'alice' })).toBe('metafob-alice');
    expect(roleSessionName(undefined)).toBe('metafob-session');
  });

  test.each(['Ä. Löve', 'a/b:c', 'x'.repeat(100), 'ok_+=,.@-', '𝒜lice'])(
    'has only what STS allows: %s',
    (userName) => {
      expect(roleSessionName({ userName })).toMatch(/^[\w+=,.@-]{2,64}$/);
    },
  );

  test('keeps every character that STS allows', () => {
    expect(roleSessionName({ userName: 'a_b+c=d,e.f@g-h' })).toBe('metafob-a_b+c=d,e.f@g-h');
  });

  test('arrives at AWS', async () => {
    const { signIn, aws } = startEngine({ profiles: [profile('admin', { role: 'admin' })] });
    await signIn('admin');
    expect(aws.callsOf('assumeRole')[0]?.call.roleSessionName).toBe('metafob-alice');
  });
});

test('expiry times have whole seconds and Z, as every SDK reads them', () => {
  expect(toTimestamp(Date.UTC(2026, 0, 5, 9, 0, 44) + 999)).toBe('2026-01-05T09:00:44Z');
});
