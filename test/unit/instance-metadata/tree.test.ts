import { describe, expect, test } from 'vitest';
import { exampleInstance } from '../../../src/core/instance-metadata/example-instance.ts';
import { datedVersions } from '../../../src/core/instance-metadata/versions.ts';
import { metadataWorld, plain, profile } from './support/metadata-world.ts';

const META = '/latest/meta-data';
const instance = exampleInstance();
const { mac } = instance.network;

describe('what the active profile decides', () => {
  const read = (region: string, path: string) =>
    metadataWorld({ profiles: [profile('here', { active: true, region })] }).read(`${META}/${path}`);

  test.each([
    ['eu-central-1', 'aws', 'amazonaws.com', 'euc1', 'eu-central-1.compute.internal'],
    ['us-east-1', 'aws', 'amazonaws.com', 'use1', 'ec2.internal'],
    ['ap-southeast-2', 'aws', 'amazonaws.com', 'apse2', 'ap-southeast-2.compute.internal'],
    ['cn-north-1', 'aws-cn', 'amazonaws.com.cn', 'cnn1', 'cn-north-1.compute.internal'],
    ['us-gov-west-1', 'aws-us-gov', 'amazonaws.com', 'usgw1', 'us-gov-west-1.compute.internal'],
    ['us-iso-east-1', 'aws-iso', 'c2s.ic.gov', 'usisoe1', 'us-iso-east-1.compute.internal'],
  ])(
    '%s: partition %s, domain %s, zone ids of %s, hosts below %s',
    (region, partition, domain, zone, hosts) => {
      expect(read(region, 'services/partition')).toBe(partition);
      expect(read(region, 'services/domain')).toBe(domain);
      expect(read(region, 'placement/availability-zone-id')).toMatch(new RegExp(`^${zone}-az[123]$`));
      expect(read(region, 'placement/availability-zone')).toBe(`${region}a`);
      const dashed = instance.network.localIpv4.replaceAll('.', '-');
      for (const path of ['hostname', 'local-hostname', `network/interfaces/macs/${mac}/local-hostname`]) {
        expect(read(region, path)).toBe(`ip-${dashed}.${hosts}`);
      }
    },
  );

  test('the account: owner and identity, once it is known', () => {
    const owner = `${META}/network/interfaces/macs/${mac}/owner-id`;
    expect(metadataWorld().read(owner)).toBe('111122223333');
    expect(metadataWorld().read(`${META}/identity-credentials/ec2/info`)).toContain(
      '"AccountId" : "111122223333"',
    );
    expect(metadataWorld({ profiles: [profile('new', { active: true })] }).read(owner)).toBe(404);
  });

  test('the role: its instance profile, whose time does not change with every request', () => {
    const roleArn = 'arn:aws:iam::111122223333:role/Admin';
    const world = metadataWorld({ profiles: [profile('admin', { active: true, roleArn })] });
    const first = world.read(`${META}/iam/info`);
    expect(first).toContain('instance-profile/Admin');
    world.time.now += 3_600_000;
    expect(world.read(`${META}/iam/info`)).toBe(first);
    expect(metadataWorld().read(`${META}/iam/info`)).toBe(404);
  });
});

describe('the instance', () => {
  test('overrides are word for word, in the versions that have their path', () => {
    const values = {
      'meta-data/placement/group-name': 'cluster',
      'meta-data/network/interfaces/macs/{mac}/ipv4-prefix': '10.0.0.0/28',
      'meta-data/instance-id': 'anything',
    };
    const { read } = metadataWorld({ instance: { ...instance, values } });
    expect(read(`${META}/placement/group-name`)).toBe('cluster');
    expect(read('/2019-10-01/meta-data/placement/group-name')).toBe(404);
    expect(read(`${META}/network/interfaces/macs/${mac}/ipv4-prefix`)).toBe('10.0.0.0/28');
    expect(read(`${META}/instance-id`)).toBe('anything');
  });

  test('never has credentials of its own, even if it is told to', () => {
    const path = 'meta-data/identity-credentials/ec2/security-credentials/ec2-instance';
    const role = 'meta-data/iam/security-credentials/other';
    const { read, ask } = metadataWorld({
      instance: { ...instance, values: { [path]: '{}', [role]: '{}' } },
    });
    expect(read(`/latest/${path}`)).toBe(404);
    expect(read(`/latest/${role}`)).toBe(404);
    expect(ask(`${META}/iam/security-credentials/`)).toMatchObject({ body: 'local-credentials' });
  });

  test('another address moves the subtree of the interface', () => {
    const moved = { ...instance, network: { ...instance.network, mac: '0e:49:61:0f:c3:77' } };
    const { read } = metadataWorld({ instance: moved });
    expect(read(`${META}/network/interfaces/macs/`)).toBe('0e:49:61:0f:c3:77/');
    expect(read(`${META}/network/interfaces/macs/0e:49:61:0f:c3:77/mac`)).toBe('0e:49:61:0f:c3:77');
    expect(read(`${META}/network/interfaces/macs/${mac}/mac`)).toBe(404);
  });

  test('tags, block devices and public addresses are listed by name', () => {
    const { read } = metadataWorld({
      instance: {
        ...instance,
        tags: { Name: 'web', 'a:b@c': '' },
        blockDevices: { ami: '/dev/sda1', ebs1: 'sdb' },
      },
    });
    expect(read(`${META}/tags/instance/`)).toBe('Name\na:b@c');
    expect(read(`${META}/tags/instance/a%3Ab@c`)).toBe('');
    expect(read(`${META}/block-device-mapping/`)).toBe('ami\nebs1');
    const { publicIpv4, localIpv4 } = instance.network;
    expect(read(`${META}/network/interfaces/macs/${mac}/ipv4-associations/${publicIpv4}`)).toBe(localIpv4);
  });

  test('user data are the bytes that were given', () => {
    const userData = new Uint8Array([0, 255, 10]);
    expect(metadataWorld({ instance: { ...instance, userData } }).ask('/latest/user-data')).toEqual({
      kind: 'user-data',
      body: userData,
    });
    expect(metadataWorld().read('/latest/user-data')).toBe(404);
  });
});

describe('the identity document', () => {
  const DOCUMENT = '/latest/dynamic/instance-identity/document';

  test('has the fields in their order, and lists on one line', () => {
    const image = { ...instance.image, productCodes: ['a1', 'b2'] };
    const written = String(metadataWorld({ instance: { ...instance, image } }).read(DOCUMENT));
    expect(written).toContain('\n  "marketplaceProductCodes" : [ "a1", "b2" ],\n');
    expect(Object.keys(JSON.parse(written))).toEqual([
      ...['accountId', 'architecture', 'availabilityZone', 'billingProducts', 'devpayProductCodes'],
      ...['marketplaceProductCodes', 'imageId', 'instanceId', 'instanceType', 'kernelId', 'pendingTime'],
      ...['privateIp', 'ramdiskId', 'region', 'version'],
    ]);
  });

  test('agrees with the metadata', () => {
    const { read } = metadataWorld();
    expect(JSON.parse(String(read(DOCUMENT)))).toMatchObject({
      instanceId: read(`${META}/instance-id`),
      imageId: read(`${META}/ami-id`),
      instanceType: read(`${META}/instance-type`),
      privateIp: read(`${META}/local-ipv4`),
      availabilityZone: read(`${META}/placement/availability-zone`),
      region: read(`${META}/placement/region`),
      pendingTime: '2026-01-01T00:00:00Z',
    });
  });

  test('is the text that is signed', () => {
    const world = metadataWorld({ canSign: true });
    expect(world.ask('/latest/dynamic/instance-identity/rsa2048')).toEqual({
      kind: 'signature',
      form: 'rsa2048',
      document: world.read(DOCUMENT),
    });
  });
});

test('region and account of the profile give way to those of the instance', () => {
  const placement = { ...instance.placement, region: 'us-west-2', availabilityZone: 'us-west-2f' };
  const { read } = metadataWorld({ instance: { ...instance, placement, accountId: '999988887777' } });
  expect(read(`${META}/placement/region`)).toBe('us-west-2');
  expect(read(`${META}/placement/availability-zone`)).toBe('us-west-2f');
  expect(read('/latest/dynamic/instance-identity/document')).toContain('"accountId" : "999988887777"');
});

test('what nobody changed is built once', () => {
  let reads = 0;
  const counted = {
    ...instance,
    get reservationId() {
      reads += 1;
      return 'r-0123456789abcdef0';
    },
  };
  const world = metadataWorld({ instance: counted, profiles: [{ ...plain }] });
  for (const version of datedVersions) world.read(`/${version}/meta-data/reservation-id`);
  expect(reads).toBe(1);
  world.events.schedule({ kind: 'spot-interruption', action: 'stop' });
  world.read(`${META}/reservation-id`);
  expect(reads).toBe(2);
});

test('another instance, region or role is seen at the next request', () => {
  const { read, change } = metadataWorld();
  const seen = () => [
    read(`${META}/instance-id`),
    read(`${META}/placement/region`),
    read(`${META}/iam/security-credentials/`),
  ];
  expect(seen()).toEqual([instance.id, 'eu-central-1', 'local-credentials']);
  change({ instance: { ...instance, id: 'i-1' } });
  expect(seen()).toEqual(['i-1', 'eu-central-1', 'local-credentials']);
  change({ profiles: [{ ...plain, region: 'us-west-2' }] });
  expect(seen()).toEqual(['i-1', 'us-west-2', 'local-credentials']);
  change({ profiles: [{ ...plain, region: 'us-west-2', roleArn: 'arn:aws:iam::111122223333:role/Admin' }] });
  expect(seen()).toEqual(['i-1', 'us-west-2', 'Admin']);
});
