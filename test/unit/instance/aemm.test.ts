/** Configurations of amazon-ec2-metadata-mock, as its documentation and its own tests have them. */
import { describe, expect, test } from 'vitest';
import { aemmValueKeys } from '../../../src/node/instance/aemm-values.ts';
import { metadataWorld } from '../instance-metadata/support/metadata-world.ts';
import { changed, overrides, problems } from './support.ts';

const META = '/latest/meta-data';
const DOCUMENT = '/latest/dynamic/instance-identity/document';

/** The service with a configuration. */
const world = async (...given: Parameters<typeof overrides>) => {
  const instance = await changed(...given);
  const started = metadataWorld({ instance, canSign: true });
  for (const { event, start } of (await overrides(...given)).events) started.events.schedule(event, start);
  return started;
};

const values = (metadata: object) => ({ metadata: { values: metadata } });
const messages = async (...given: Parameters<typeof overrides>) =>
  (await overrides(...given)).warnings.map(({ line, message }) => `${line}: ${message}`);

describe('its static values', () => {
  test('overriding the address moves the whole subtree', async () => {
    const { read } = await world(values({ mac: '0e:49:61:0f:c3:77', 'mac-owner-id': '515336597381' }));
    expect(read(`${META}/mac`)).toBe('0e:49:61:0f:c3:77');
    expect(read(`${META}/network/interfaces/macs`)).toBe('0e:49:61:0f:c3:77/');
    expect(read(`${META}/network/interfaces/macs/0e:49:61:0f:c3:77/owner-id`)).toBe('515336597381');
  });

  test('each key has an effect at the path that AEMM has for it', async () => {
    const macs = 'network/interfaces/macs/{mac}';
    const elsewhere: Readonly<Record<string, string>> = {
      'block-device-mapping-ami': 'block-device-mapping/ami',
      'block-device-mapping-ebs': 'block-device-mapping/ebs0',
      'block-device-mapping-ephemeral': 'block-device-mapping/ephemeral0',
      'block-device-mapping-root': 'block-device-mapping/root',
      'block-device-mapping-swap': 'block-device-mapping/swap',
      'mac-ipv6-associations': `${macs}/ipv6s`,
      'mac-network-interface-card-index': `${macs}/network-card-index`,
      'mac-network-interface-id': `${macs}/interface-id`,
      'public-key': 'public-keys/0/openssh-key',
      'services-domain': 'services/domain',
      'services-partition': 'services/partition',
      'tags-instance-name': 'tags/instance/Name',
      'tags-instance-test': 'tags/instance/Test',
    };
    const pathOf = (key: string) =>
      elsewhere[key] ??
      key.replace(/^(mac|placement)-/, (_, group) => (group === 'mac' ? `${macs}/` : 'placement/'));
    const plain = aemmValueKeys.filter(
      (key) => !['mac-ipv4-associations', 'elastic-inference-associations'].includes(key),
    );
    for (const key of plain) {
      const { read, ask } = await world(values({ [key]: 'FOO' }));
      const address = ask(`${META}/mac`);
      const mac = address.kind === 'text' ? address.body : '';
      expect(read(`${META}/${pathOf(key).replace('{mac}', mac)}`), key).toBe('FOO');
    }
    const { read } = await world(values({ 'mac-ipv4-associations': '192.0.2.54', mac: 'FOO' }));
    expect(read(`${META}/network/interfaces/macs/FOO/ipv4-associations/`)).toBe('192.0.2.54');
  });

  test('tags and the elastic inference accelerator', async () => {
    const { read } = await world(
      values({
        'tags-instance': { Name: 'test-instance', Test: 'test-tag' },
        'elastic-inference-associations': 'eia-1',
        'elastic-inference-accelerator': {
          version_2018_04_12: { 'elastic-inference-accelerator-id': 'eia-1' },
        },
      }),
    );
    expect(read(`${META}/tags/instance`)).toBe('Name\nTest');
    expect(read(`${META}/tags/instance/Test`)).toBe('test-tag');
    expect(read(`${META}/elastic-inference/associations/`)).toBe('eia-1');
    expect(read(`${META}/elastic-inference/associations/eia-1`)).toContain('version_2018_04_12');
  });

  test('an id of the instance reaches the identity document', async () => {
    const { read } = await world(
      values({ 'instance-id': 'i-1234567890abcdef0', 'ami-id': 'ami-0a887e401f7654935' }),
    );
    expect(JSON.parse(String(read(DOCUMENT)))).toMatchObject({
      instanceId: 'i-1234567890abcdef0',
      imageId: 'ami-0a887e401f7654935',
    });
  });
});

describe('its dynamic values', () => {
  test('change fields of the document, in large and small letters', async () => {
    const fields = {
      accountId: '9876543210',
      instanceid: 'i-0fedcba0987654321',
      marketplaceProductCodes: ['a'],
    };
    const { read } = await world({ dynamic: { values: { 'instance-identity-document': fields } } });
    expect(JSON.parse(String(read(DOCUMENT)))).toMatchObject({
      accountId: '9876543210',
      instanceId: 'i-0fedcba0987654321',
    });
    expect(read(DOCUMENT)).toContain('"marketplaceProductCodes" : [ "a" ]');
    expect(read(`${META}/instance-id`)).not.toBe('i-0fedcba0987654321');
  });

  test('replace signatures word for word', async () => {
    const { read } = await world({
      dynamic: {
        values: { 'instance-identity-pkcs': 'TESTCSq\nGSIb', 'fws-instance-monitoring': 'enabled' },
      },
    });
    expect(read('/latest/dynamic/instance-identity/pkcs7')).toBe('TESTCSq\nGSIb');
    expect(read('/latest/dynamic/fws/instance-monitoring')).toBe('enabled');
  });
});

test('its user data are base64 in the configuration, and bytes in the answer', async () => {
  const { userData } = await changed({
    userdata: { values: { userdata: 'MTIzNCxqb2huLHJlYm9vdCx0cnVlCg==' } },
  });
  expect(Buffer.from(userData ?? []).toString()).toBe('1234,john,reboot,true\n');
  expect(await problems({ userdata: { values: { userdata: '#!/bin/sh' } } })).toEqual([
    '4: user-data must be base64',
  ]);
});

describe('its events', () => {
  test('spot: action and time', async () => {
    const { read } = await world({ spot: { action: 'terminate', time: '2020-01-07T01:03:47Z' } });
    expect(read(`${META}/spot/instance-action`)).toBe('{"action":"terminate","time":"2020-01-07T01:03:47Z"}');
    expect(read(`${META}/spot/termination-time`)).toBe('2020-01-07T01:03:47Z');
  });

  test('are told after the delay', async () => {
    const { read, time } = await world({ spot: {}, 'mock-delay-sec': 12 });
    expect(read(`${META}/spot/instance-action`)).toBe(404);
    time.now += 12_000;
    expect(read(`${META}/spot/instance-action`)).toContain('"action":"terminate"');
  });

  test('are told at the trigger time, which wins over the delay', async () => {
    const { read, time } = await world({
      events: {},
      'mock-delay-sec': 1,
      'mock-trigger-time': '2026-01-05T10:00:00Z',
    });
    time.now = Date.UTC(2026, 0, 5, 9, 59, 59, 999);
    expect(read(`${META}/events/maintenance/scheduled`)).toBe(404);
    time.now += 1;
    expect(read(`${META}/events/maintenance/scheduled`)).toContain('"Code" : "system-reboot"');
  });

  test('rebalance: its own delay and time', async () => {
    const { read, time } = await world({
      spot: { 'rebalance-rec-time': '2026-01-05T09:00:30Z' },
      'rebalance-delay-sec': 10,
    });
    expect(read(`${META}/events/recommendations/rebalance`)).toBe(404);
    time.now += 10_000;
    expect(read(`${META}/events/recommendations/rebalance`)).toBe('{"noticeTime":"2026-01-05T09:00:30Z"}');
  });

  test('maintenance: every field', async () => {
    const { read } = await world({
      metadata: { values: { 'event-id': 'instance-event-1234567890abcdef0' } },
      events: {
        code: 'instance-stop',
        state: 'active',
        'not-before': '2026-05-10T16:22:30-05:00',
        'not-after': '2026-05-17T16:22:30-05:00',
        'not-before-deadline': '2026-05-19T16:22:30-05:00',
      },
    });
    expect(JSON.parse(String(read(`${META}/events/maintenance/scheduled`)))).toEqual([
      {
        Code: 'instance-stop',
        Description: 'The instance is scheduled for instance-stop',
        State: 'active',
        EventId: 'instance-event-1234567890abcdef0',
        NotBefore: '10 May 2026 21:22:30 GMT',
        NotAfter: '17 May 2026 21:22:30 GMT',
        NotBeforeDeadline: '19 May 2026 21:22:30 GMT',
      },
    ]);
  });

  test.each(['asg', 'autoscaling'])('%s: the target state', async (section) => {
    const { read } = await world({ [section]: { 'target-lifecycle-state': 'Terminated' } });
    expect(read(`${META}/autoscaling/target-lifecycle-state`)).toBe('Terminated');
  });

  test.each([
    [{ spot: { action: 'reboot' } }, 'spot.action must be one of terminate, stop, hibernate'],
    [{ spot: { tmie: 'x' } }, 'spot.tmie is not a known key.'],
    [{ events: { code: 'FOO' } }, /^3: events\.code must be one of instance-reboot, system-reboot, /],
    [{ 'mock-trigger-time': 'soon' }, '2: mock-trigger-time must be a time such as 2026-01-07T01:03:47Z'],
    [{ 'mock-delay-sec': 'x' }, '2: mock-delay-sec must be a whole number of seconds'],
  ])('%j is refused', async (document, message) => {
    expect(await problems(document)).toEqual([
      typeof message === 'string' ? expect.stringContaining(message) : expect.stringMatching(message),
    ]);
  });
});

describe('what has no meaning here', () => {
  test('is told and ignored', async () => {
    const document = {
      metadata: { paths: { 'mac-mac': '/x' }, values: { 'iam-info': { Code: 'Success' } } },
      server: { hostname: '0.0.0.0', port: '1338' },
      'save-config-to-file': false,
    };
    expect(await messages(document)).toEqual([
      expect.stringMatching(/^3: metadata\.paths is ignored: /),
      expect.stringMatching(/^7: metadata\.values\.iam-info is ignored: /),
      expect.stringMatching(/^12: server is ignored: set host and port in \[metadata]/),
      expect.stringMatching(/^16: save-config-to-file is ignored: /),
    ]);
  });

  test('imdsv2 is taken over', async () => {
    expect((await overrides({ imdsv2: true })).tokensRequired).toBe(true);
    expect((await overrides({}, { AEMM_IMDSV2: 'false' })).tokensRequired).toBe(false);
  });
});

describe('its variables', () => {
  test('win over the file', async () => {
    const file = { ...values({ mac: 'FROM-FILE', 'ami-id': 'ami-1' }), spot: { action: 'stop' } };
    const { read } = await world(file, {
      AEMM_METADATA_VALUES_MAC: 'FOO',
      AEMM_SPOT_TIME: '2026-01-07T01:03:47Z',
    });
    expect(read(`${META}/mac`)).toBe('FOO');
    expect(read(`${META}/ami-id`)).toBe('ami-1');
    expect(read(`${META}/spot/instance-action`)).toBe('{"action":"stop","time":"2026-01-07T01:03:47Z"}');
  });

  test.each([
    ['AEMM_METADATA_VALUES_PLACEMENT_AVAILABILITY_ZONE', 'placement/availability-zone'],
    ['AEMM_METADATA_VALUES_INSTANCE_TYPE', 'instance-type'],
    ['AEMM_METADATA_VALUES_PUBLIC_KEY', 'public-keys/0/openssh-key'],
  ])('%s sets %s', async (name, path) => {
    expect((await world({}, { [name]: 'FOO' })).read(`${META}/${path}`)).toBe('FOO');
  });

  test('start events, with a delay of their own', async () => {
    const { read, time } = await world({}, { AEMM_SPOT_ACTION: 'hibernate', AEMM_MOCK_DELAY_SEC: '12' });
    expect(read(`${META}/spot/instance-action`)).toBe(404);
    time.now += 12_000;
    expect(read(`${META}/spot/instance-action`)).toContain('hibernate');
  });

  test('that are wrong are told by their name', async () => {
    expect(await problems({}, { AEMM_SPOT_ACTION: 'explode' })).toEqual([
      '1: AEMM_SPOT_ACTION must be one of terminate, stop, hibernate',
    ]);
  });

  test('that are unknown or mean nothing are told and ignored', async () => {
    expect(
      await messages({}, { AEMM_METADATA_VALUES_MACC: 'x', AEMM_SERVER_PORT: '1338', PATH: 'x' }),
    ).toEqual([
      '1: AEMM_METADATA_VALUES_MACC is not a known variable. Did you mean AEMM_METADATA_VALUES_MAC?',
      '1: AEMM_SERVER_PORT is ignored: it has no meaning for Metafob',
    ]);
  });
});
