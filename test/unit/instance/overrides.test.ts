import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exampleInstance } from '../../../src/core/instance-metadata/example-instance.ts';
import { loadOverrides } from '../../../src/node/instance/load-overrides.ts';
import { changed, overrides, problems, temporaryFolder } from './support.ts';

const example = exampleInstance();

describe('a document', () => {
  test('changes what it names and nothing else', async () => {
    expect(
      await changed('instance: { id: i-0fedcba9876543210, type: m7g.large, architecture: arm64 }'),
    ).toEqual({
      ...example,
      id: 'i-0fedcba9876543210',
      type: 'm7g.large',
      architecture: 'arm64',
    });
  });

  test('may be empty, or only hold a comment', async () => {
    expect(await changed('')).toEqual(example);
    expect(await changed('# nothing yet\n')).toEqual(example);
  });

  test('reaches every part of the instance', async () => {
    const instance = await changed(`
instance: { life-cycle: scheduled, hypervisor: xen, reservation-id: r-0123456789abcdef0, account-id: "012345678901" }
image: { id: ami-01234567, launch-index: 3, manifest-path: x/y, product-codes: [a, b], kernel-id: aki-1, ramdisk-id: ari-1 }
network:
  mac: 0e:49:61:0f:c3:77
  interface-id: eni-01234567
  local-ipv4: 10.1.2.3
  public-ipv4: 198.51.100.7
  ipv6-addresses: ["2001:db8::4"]
  host-name: box.example
  security-groups: [{ id: sg-01234567, name: web }]
  subnet: { id: subnet-01234567, ipv4-cidr-block: 10.1.2.0/24, ipv6-cidr-block: "2001:db8::/64" }
  vpc: { id: vpc-01234567, ipv4-cidr-block: 10.1.0.0/16 }
placement: { region: us-west-2, availability-zone: us-west-2-lax-1a }
key-pair: { name: mine, public-key: ssh-rsa AAAA me }
block-devices: { ami: /dev/sda1, ebs1: sdb }
tags: { Name: web, Team: "7" }
identity-document: { version: "2010-08-31" }
values: { meta-data/placement/group-name: cluster }
`);
    expect(instance).toMatchObject({
      lifeCycle: 'scheduled',
      hypervisor: 'xen',
      reservationId: 'r-0123456789abcdef0',
      accountId: '012345678901',
      image: { id: 'ami-01234567', launchIndex: 3, manifestPath: 'x/y', productCodes: ['a', 'b'] },
      network: {
        mac: '0e:49:61:0f:c3:77',
        id: 'eni-01234567',
        localIpv4: '10.1.2.3',
        publicIpv4: '198.51.100.7',
        ipv6Addresses: ['2001:db8::4'],
        hostName: 'box.example',
        securityGroups: [{ id: 'sg-01234567', name: 'web' }],
        subnet: { id: 'subnet-01234567', ipv4CidrBlock: '10.1.2.0/24', ipv6CidrBlock: '2001:db8::/64' },
        vpc: { id: 'vpc-01234567', ipv4CidrBlock: '10.1.0.0/16' },
      },
      placement: { region: 'us-west-2', availabilityZone: 'us-west-2-lax-1a' },
      keyPair: { name: 'mine', publicKey: 'ssh-rsa AAAA me' },
      blockDevices: { ami: '/dev/sda1', ebs1: 'sdb' },
      tags: { Name: 'web', Team: '7' },
      identityDocument: { version: '2010-08-31' },
      values: { 'meta-data/placement/group-name': 'cluster' },
    });
    expect(instance.image).toMatchObject({ kernelId: 'aki-1', ramdiskId: 'ari-1' });
  });

  test('takes away with null what an instance can be without', async () => {
    const instance = await changed('key-pair: null\nnetwork: { public-ipv4: null }');
    expect(instance.keyPair).toBeUndefined();
    expect(instance.network.publicIpv4).toBeUndefined();
  });

  test('may be JSON, with tabs', async () => {
    const instance = await changed('{\n\t"tags": {\n\t\t"Name": "web"\n\t}\n}\n');
    expect(instance.tags).toEqual({ Name: 'web' });
  });
});

describe('user data', () => {
  const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString();

  test.each([
    ['text', 'user-data: |\n  #!/bin/sh\n  echo ü\n', '#!/bin/sh\necho ü\n'],
    ['base64', 'user-data: { base64: IyEvYmluL3NoCg== }', '#!/bin/sh\n'],
    ['a file beside the document', 'user-data: { file: start.sh }', 'from a file'],
  ])('is given as %s', async (_way, document, expected) => {
    expect(text((await changed(document, {}, { 'start.sh': 'from a file' })).userData)).toBe(expected);
  });

  test('keeps every byte of a file', async () => {
    const bytes = new Uint8Array([0, 255, 128, 10]);
    const { userData } = await changed('user-data: { file: blob }', {}, { blob: bytes });
    expect([...(userData ?? [])]).toEqual([...bytes]);
  });

  test.each([
    ['user-data: { base64: "no!" }', /^1: user-data must be base64$/],
    [
      'tags: {}\nuser-data: { file: missing.sh }',
      /^2: user-data cannot be read from .*missing\.sh: it does not exist/,
    ],
    [
      `user-data: ${'x'.repeat(16_385)}`,
      /^1: user-data is longer than EC2 allows: 16385 bytes instead of 16384$/,
    ],
  ])('is refused: %#', async (document, message) => {
    expect(await problems(document)).toEqual([expect.stringMatching(message)]);
  });
});

describe('a mistake', () => {
  test.each([
    ['instance:\n  typ: t3.micro', '2: instance.typ is not a known key. Did you mean type?'],
    ['tag: {}', '1: tag is not a known key. Did you mean tags?'],
    ['xyzzy: 1', '1: xyzzy is not a known key.'],
    ['\n\nnetwork:\n  mac: 02-29', '4: network.mac must be like 02:29:96:8f:6a:2d, in small letters'],
    [
      'network: { local-ipv4: 300.1.1.1 }',
      '1: network.local-ipv4 must be an IPv4 address such as 172.31.4.20',
    ],
    [
      'network:\n  vpc:\n    ipv4-cidr-block: 10.0.0.0',
      '3: network.vpc.ipv4-cidr-block must be like 172.31.0.0/16',
    ],
    ['instance: { account-id: 012345678901 }', '1: instance.account-id must be text; put a number in quotes'],
    ['instance: { id: vm-1 }', '1: instance.id must be i- and 8 or 17 hexadecimal digits in small letters'],
    ['tags:\n  Name: ok\n  Port: 8080', '3: tags.Port must be text; put a number in quotes'],
    ['tags:\n  a/b: x', /^2: tags\.a\/b has a key that EC2 does not show/],
    [
      'values:\n  user-data: x',
      /^2: values\.user-data has a path that does not begin with meta-data\/ or dynamic\/$/,
    ],
    ['- a\n- b', '1: this must be a list of "key: value" lines'],
    ['tags: {\n', /^\d: this is neither YAML nor JSON: /],
  ])('%j is told with its line and key', async (document, message) => {
    expect(await problems(document)).toEqual([
      typeof message === 'string' ? message : expect.stringMatching(message),
    ]);
  });

  test('is told together with all others', async () => {
    expect(await problems('tag: {}\ninstance: { id: x }\nspot: { action: explode }')).toHaveLength(3);
  });

  test('of the file itself is told with its name', async () => {
    const file = join(await temporaryFolder(), 'missing.yaml');
    expect(await loadOverrides({ file, environment: {} })).toEqual({
      ok: false,
      failure: [{ file, line: 1, message: expect.stringContaining('it does not exist') }],
    });
  });
});

test('without a file and variables nothing changes', async () => {
  const loaded = await loadOverrides({ environment: { PATH: '/bin' } });
  expect(loaded.ok && loaded.value.apply(example)).toEqual(example);
  expect(loaded).toMatchObject({ ok: true, value: { events: [], warnings: [] } });
  expect(await overrides('')).not.toHaveProperty('tokensRequired');
});
