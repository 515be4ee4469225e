import { describe, expect, test } from 'vitest';
import { findingOf, findingsIn, lineOf, now, running, stateWith, summaryOf } from './surroundings.ts';

const fine = ['fine no-problem'];
const keys = 'aws_access_key_id = AKIAABCDEFGH12345678\naws_secret_access_key = a-secret\n';

test('where all is well, that is said', () => {
  expect(summaryOf({})).toEqual(fine);
  expect(findingsIn({})[0]?.why).toContain('“work”');
});

test('problems come first, then warnings and notes', () => {
  const severities = findingsIn({
    environment: { AWS_ACCESS_KEY_ID: 'AKIAABCDEFGH12345678' },
    service: running(stateWith({ warnings: ['A warning.'] }, { state: 'none' })),
  }).map(({ severity }) => severity);
  expect(severities).toEqual(['problem', 'warning', 'note']);
});

describe('keys in the environment', () => {
  const both = { AWS_ACCESS_KEY_ID: 'AKIAABCDEFGH12345678', AWS_SECRET_ACCESS_KEY: 'a-secret' };
  const session = { ...both, AWS_ACCESS_KEY_ID: 'ASIAABCDEFGH12345678', AWS_SESSION_TOKEN: 'a-token' };

  test('come before Metafob; all of them are to be unset', () => {
    expect(lineOf('keys-in-environment', { environment: session })).toBe(
      'unset AWS_ACCESS_KEY_ID; unset AWS_SECRET_ACCESS_KEY; unset AWS_SESSION_TOKEN',
    );
  });

  test('are shown by their last four characters only', () => {
    const text = JSON.stringify(findingsIn({ environment: session }));
    expect(text).toContain('5678');
    for (const secret of ['ASIAABCDEFGH', 'a-secret', 'a-token']) expect(text).not.toContain(secret);
  });

  test.each([
    ['expired', { ...session, AWS_CREDENTIAL_EXPIRATION: new Date(now).toISOString() }, 'expired'],
    ['of a session without its token', { ...session, AWS_SESSION_TOKEN: '' }, 'AWS_SESSION_TOKEN is missing'],
    ['of a user with a token', { ...both, AWS_SESSION_TOKEN: 'a-token' }, 'such a key has none'],
    ['half there', { AWS_ACCESS_KEY_ID: 'AKIAABCDEFGH12345678' }, 'One of the two is missing'],
  ])('%s: the reason is told', (_name, environment, reason) => {
    expect(findingOf('keys-in-environment', { environment }).why).toContain(reason);
  });

  test('that “metafob export” set are no problem until they end', () => {
    const exported = (time: number) => ({
      environment: {
        ...session,
        METAFOB_PROFILE: 'work',
        METAFOB_PROFILE_EXPIRATION: new Date(time).toISOString(),
      },
    });
    expect(findingOf('keys-in-environment', exported(now + 1)).severity).toBe('note');
    expect(findingOf('keys-in-environment', exported(now)).severity).toBe('problem');
  });
});

describe('an AWS profile that is in no file', () => {
  const environment = { AWS_PROFILE: 'wrk' };

  test('is corrected to one with a similar name', () => {
    const config = '[profile other]\nregion = eu-west-1\n[profile work]\nregion = eu-west-1\n';
    expect(lineOf('profile-missing', { environment, config })).toBe('AWS_PROFILE=work');
  });

  test('is unset when no name is similar', () => {
    expect(lineOf('profile-missing', { environment })).toBe('unset AWS_PROFILE');
    expect(lineOf('profile-missing', { environment: { AWS_DEFAULT_PROFILE: 'old' } })).toBe(
      'unset AWS_DEFAULT_PROFILE',
    );
  });

  test('is connected when Metafob has a profile of this name', () => {
    expect(lineOf('profile-missing', { environment: { AWS_PROFILE: 'work' } })).toBe('metafob connect work');
  });

  test('is no finding for the default', () => {
    expect(summaryOf({ environment: { AWS_PROFILE: 'default' } })).toEqual(fine);
  });
});

describe('a profile with a source of its own', () => {
  test.each([
    ['keys in credentials', { credentials: `[default]\n${keys}` }, '~/.aws/credentials'],
    ['keys in config', { config: `[default]\n${keys}` }, '~/.aws/config'],
    ['a process', { config: '[default]\ncredential_process = other-tool\n' }, 'credential_process'],
    ['a sign-in', { config: '[default]\nsso_session = work\n' }, 'sso_session on line 2'],
    ['aws login', { config: '[default]\nlogin_session = arn\n' }, 'login_session'],
    [
      'a web identity',
      { config: '[default]\nrole_arn = arn\nweb_identity_token_file = /token\n' },
      'web_identity_token_file',
    ],
    ['a role', { config: '[default]\nrole_arn = arn\nsource_profile = base\n' }, 'source_profile on line 3'],
  ])('%s: file and setting are named', (_name, files, place) => {
    const { severity, why } = findingOf('profile-has-own-source', files);
    expect(severity).toBe('problem');
    expect(why).toContain(place);
  });

  test('gets a connected profile instead', () => {
    expect(lineOf('profile-has-own-source', { credentials: `[default]\n${keys}` })).toBe(
      'metafob connect work && AWS_PROFILE=work',
    );
  });

  test('gets the one that is connected already', () => {
    const config =
      '[profile mine]\nmetafob_profile = work\ncredential_process = metafob credential-process work\n';
    expect(lineOf('profile-has-own-source', { credentials: `[default]\n${keys}`, config })).toBe(
      'AWS_PROFILE=mine',
    );
  });

  test('never connects to a name that a section has', () => {
    const credentials = `[default]\n${keys}[work]\n${keys}[work-mfa]\n${keys}`;
    expect(lineOf('profile-has-own-source', { credentials })).toBe(
      'metafob connect work --as work-mfa-2 && AWS_PROFILE=work-mfa-2',
    );
  });

  test.each([
    ['Metafob itself', '[default]\ncredential_process = /usr/bin/metafob credential-process work\n'],
    ['instance metadata', '[default]\nrole_arn = arn\ncredential_source = Ec2InstanceMetadata\n'],
    ['another profile that nobody uses', `[profile other]\n${keys}`],
  ])('is no finding when it is %s', (_name, config) => {
    expect(summaryOf({ config })).toEqual(fine);
  });

  test('where it is Metafob, the endpoint does not matter', () => {
    const config = '[default]\ncredential_process = metafob credential-process work\n';
    expect(summaryOf({ config, answerer: 'nobody' })).toEqual(fine);
  });
});

describe('the endpoint', () => {
  const unset = { environment: { AWS_EC2_METADATA_SERVICE_ENDPOINT: '' } };
  const line = 'AWS_EC2_METADATA_SERVICE_ENDPOINT=http://127.0.0.1:45000/';

  test.each(['nobody', 'somebody-else', undefined] as const)(
    'leads to %s: the right one is told',
    (answerer) => {
      const environment = { AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:1/' };
      expect(lineOf('endpoint-leads-elsewhere', { environment, answerer })).toBe(line);
    },
  );

  test('is not set, and the address of EC2 is not ours', () => {
    expect(lineOf('endpoint-not-set', { ...unset, answerer: 'nobody' })).toBe(line);
    expect(findingOf('endpoint-not-set', { ...unset, answerer: 'nobody' }).why).toContain(
      'metafob address install',
    );
  });

  test('is not set, and the address of EC2 is installed', () => {
    expect(summaryOf(unset)).toEqual(fine);
  });

  test('on a real EC2 instance nobody is told to take its address', () => {
    const host = { ec2Evidence: 'its vendor is “Amazon EC2”' };
    const { why } = findingOf('endpoint-not-set', { ...unset, host, answerer: 'somebody-else' });
    expect(why).toContain('Amazon EC2');
    expect(why).not.toContain('address install');
  });

  test('in a file is named with its line', () => {
    const config = '[default]\nec2_metadata_service_endpoint = http://127.0.0.1:1/\n';
    const situation = { ...unset, config, answerer: 'nobody' } as const;
    expect(findingOf('endpoint-leads-elsewhere', situation).why).toContain('~/.aws/config:2');
  });

  test('of IPv6 is looked for where the mode says so', () => {
    const environment = { ...unset.environment, AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: 'IPv6' };
    const { title } = findingOf('endpoint-leads-elsewhere', { environment, answerer: 'nobody' });
    expect(title).toContain('http://[fd00:ec2::254]/');
  });

  test('may be the port of a single profile', () => {
    const environment = { AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:45100/' };
    expect(summaryOf({ environment, answerer: 'somebody-else' })).toEqual(fine);
  });

  test('without a slash at the end is a warning', () => {
    const environment = { AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:45000' };
    expect(findingOf('endpoint-without-slash', { environment }).severity).toBe('warning');
    expect(lineOf('endpoint-without-slash', { environment })).toBe(line);
  });

  test('that is not set is only a note in the surroundings of the service', () => {
    expect(summaryOf({ ...unset, answerer: 'nobody', place: 'service' })).toContain('note endpoint-not-set');
  });
});

describe('a proxy', () => {
  test.each([
    ['http_proxy', {}, true],
    ['http_proxy', { NO_PROXY: 'example.com' }, true],
    // Python's urllib knows no ranges.
    ['HTTP_PROXY', { NO_PROXY: '127.0.0.0/8' }, true],
    ['HTTP_PROXY', { NO_PROXY: 'example.com, 127.0.0.1' }, false],
    ['HTTP_PROXY', { no_proxy: '*' }, false],
    ['HTTP_PROXY', { no_proxy: 'example.com', NO_PROXY: '127.0.0.1' }, true],
    ['HTTP_PROXY', { http_proxy: '' }, false],
    ['https_proxy', {}, false],
  ])('%s with %j: %s', (name, others, isFound) => {
    const environment = { [name]: 'http://proxy.example:3128', ...others };
    expect(summaryOf({ environment }).includes('problem proxy')).toBe(isFound);
  });

  test('keeps the exceptions there are', () => {
    const environment = { http_proxy: 'http://proxy.example:3128', no_proxy: 'example.com' };
    const value = 'example.com,127.0.0.1,169.254.169.254';
    expect(lineOf('proxy', { environment })).toBe(`NO_PROXY=${value}; no_proxy=${value}`);
  });
});

describe('container credentials', () => {
  const variable = 'AWS_CONTAINER_CREDENTIALS_FULL_URI' as const;
  const environment = { [variable]: 'http://127.0.0.1:45000/credentials/work' };

  test.each(['refused', 'other', 'nobody', 'token-unreadable'] as const)('%s: are to be unset', (answer) => {
    expect(lineOf('container-credentials', { environment, container: { variable, answer } })).toBe(
      `unset ${variable}`,
    );
  });

  test('of ours are a note, and the endpoint does not matter', () => {
    const container = { variable, answer: 'accepted' } as const;
    expect(summaryOf({ environment, container, answerer: 'nobody' })).toEqual([
      'note container-credentials',
      ...fine,
    ]);
  });
});

describe('the region', () => {
  const none = { AWS_REGION: '', AWS_DEFAULT_REGION: '' };

  test('is taken from the active profile where there is none', () => {
    expect(lineOf('region-missing', { environment: none })).toBe(
      'AWS_REGION=eu-central-1; AWS_DEFAULT_REGION=eu-central-1',
    );
  });

  test('in only one variable is a warning', () => {
    expect(summaryOf({ environment: { AWS_REGION: '' } })).toContain('warning region-incomplete');
    expect(summaryOf({ environment: { AWS_DEFAULT_REGION: '' } })).toContain('warning region-incomplete');
  });

  test('in the AWS profile is enough', () => {
    expect(summaryOf({ environment: none, config: '[default]\nregion = eu-west-1\n' })).toEqual(fine);
  });
});

describe('switches', () => {
  test('AWS_EC2_METADATA_DISABLED is to be unset', () => {
    expect(lineOf('metadata-disabled', { environment: { AWS_EC2_METADATA_DISABLED: 'True' } })).toBe(
      'unset AWS_EC2_METADATA_DISABLED',
    );
  });

  test('that ask for IMDSv2 are fine', () => {
    const found = 'fine version-one-disabled';
    expect(summaryOf({ environment: { AWS_EC2_METADATA_V1_DISABLED: 'true' } })).toContain(found);
    expect(summaryOf({ config: '[default]\nec2_metadata_v1_disabled = true\n' })).toContain(found);
  });

  test.each(['0', '0.5', 'fast', ''])('a time limit of “%s” is a problem', (value) => {
    expect(summaryOf({ environment: { AWS_METADATA_SERVICE_TIMEOUT: value } })).toContain(
      'problem metadata-timeout',
    );
  });

  test('a time limit of one second is enough', () => {
    expect(summaryOf({ environment: { AWS_METADATA_SERVICE_TIMEOUT: '1' } })).toEqual(fine);
  });

  test('a web identity in the environment is to be unset', () => {
    const environment = { AWS_WEB_IDENTITY_TOKEN_FILE: '/token', AWS_ROLE_ARN: 'arn' };
    expect(lineOf('web-identity-in-environment', { environment })).toBe(
      'unset AWS_WEB_IDENTITY_TOKEN_FILE; unset AWS_ROLE_ARN',
    );
  });
});

describe('the service', () => {
  const url = 'http://127.0.0.1:45000';

  test('that does not run is to be started', () => {
    const service = { kind: 'not-running', url } as const;
    expect(lineOf('service-not-running', { service })).toBe('metafob start');
    expect(findingOf('service-not-running', { service, host: { isContainer: true } }).why).toContain(
      'docs/containers.md',
    );
  });

  test('whose place is taken: the program is named', () => {
    const service = { kind: 'somebody-else', url, holder: 'nginx (process 4711)' } as const;
    expect(findingOf('port-taken', { service }).title).toContain('nginx (process 4711)');
  });

  test('of another user cannot be looked into', () => {
    expect(summaryOf({ service: running(undefined) })).toContain('fine no-problem');
  });

  test.each([
    [{ state: 'none' }, 'note no-session'],
    [{ state: 'waiting-for-code', promptId: '1' }, 'problem waiting-for-code'],
    [{ state: 'expiring', expiresAt: now + 60_000 }, 'warning session-expiring'],
    [
      { state: 'failed', problem: { kind: 'access-denied', message: 'AWS refused.' } },
      'problem session-failed',
    ],
  ] as const)('a session in the state %j', (session, summary) => {
    expect(summaryOf({ service: running(stateWith({}, session)) })).toContain(summary);
  });

  test('without the active profile: another one is offered', () => {
    const service = running(stateWith({ activeProfile: 'gone' }));
    expect(lineOf('no-active-profile', { service })).toBe('metafob use work');
  });

  test.each([
    [59_000, undefined],
    [-61_000, 'warning clock-off'],
    [5 * 60_000, 'problem clock-off'],
  ])('a clock that is %i ms off', (clockSkewMs, summary) => {
    const found = summaryOf({ service: running(stateWith({ clockSkewMs })) });
    expect(found.find((each) => each.endsWith('clock-off'))).toBe(summary);
  });
});

describe('the machine', () => {
  test('a locked keyring is a problem for stored secrets only', () => {
    const host = { keyring: { kind: 'locked', reason: 'Unlock it.' } } as const;
    expect(summaryOf({ host })).toContain('warning keyring-locked');
    const [profile] = stateWith().profiles;
    if (profile === undefined) throw new Error('no profile');
    const state = stateWith({ profiles: [{ ...profile, mfa: { mode: 'stored-secret' } }] });
    expect(summaryOf({ host, service: running(state) })).toContain('problem keyring-locked');
  });

  test('other tools of the kind and a desktop without tray icons are warnings', () => {
    expect(summaryOf({ host: { otherTools: ['imsa (process 7)'], trayIsShown: false } })).toEqual([
      'warning other-tool',
      'warning no-tray',
      ...fine,
    ]);
  });
});
