import { describe, expect, test } from 'vitest';
import { exampleInstance } from '../../../src/core/instance-metadata/example-instance.ts';
import { metadataWorld } from './support/metadata-world.ts';

const instance = exampleInstance();
const listed = (body: string | number): string[] => String(body).split('\n');

describe('version directories', () => {
  test('are listed at the root, oldest first, then latest', () => {
    const found = listed(metadataWorld().read('/'));
    expect(found.slice(0, 2)).toEqual(['1.0', '2007-01-19']);
    expect(found.slice(-2)).toEqual(['2024-04-11', 'latest']);
    expect(found).toEqual(found.toSorted());
    expect(found).toHaveLength(29);
  });

  test.each([
    ['1.0', ['ami-id', 'public-keys/'], ['mac', 'iam/', 'network/', 'placement/', 'local-hostname']],
    [
      '2009-04-04',
      ['placement/', 'block-device-mapping/', 'kernel-id'],
      ['mac', 'iam/', 'services/', 'tags/'],
    ],
    ['2012-01-12', ['mac', 'iam/', 'network/'], ['services/', 'spot/', 'events/', 'identity-credentials/']],
    ['2014-11-05', ['services/', 'spot/'], ['events/', 'autoscaling/', 'tags/']],
    ['2018-09-24', ['services/', 'identity-credentials/'], ['instance-life-cycle', 'tags/', 'ipv6']],
    ['2021-03-23', ['tags/', 'ipv6', 'instance-life-cycle'], ['autoscaling/', 'system']],
    ['latest', ['tags/', 'autoscaling/', 'spot/', 'system', 'profile'], []],
  ])('%s shows %j and hides %j', (version, present, absent) => {
    const world = metadataWorld({
      instance: { ...instance, image: { ...instance.image, kernelId: 'aki-1' } },
    });
    world.events.schedule({ kind: 'spot-interruption', action: 'terminate' });
    world.events.schedule({ kind: 'scheduled-maintenance', code: 'system-reboot' });
    world.events.schedule({ kind: 'target-lifecycle-state', state: 'InService' });
    const names = listed(world.read(`/${version}/meta-data/`));
    expect(names).toEqual(expect.arrayContaining(present));
    expect(names.filter((name) => absent.includes(name))).toEqual([]);
    for (const name of absent) expect(world.read(`/${version}/meta-data/${name}`)).toBe(404);
    expect(names).toEqual(names.toSorted());
  });

  test('differ within a directory too', () => {
    const services = (version: string) => metadataWorld().read(`/${version}/meta-data/services/`);
    expect(services('2014-02-25')).toBe('domain');
    expect(services('2015-10-20')).toBe('domain\npartition');
  });

  test('hide credentials by name from the versions before roles', () => {
    const ask = (version: string) =>
      metadataWorld().ask(`/${version}/meta-data/iam/security-credentials/local-credentials`);
    expect(ask('2011-05-01')).toMatchObject({ kind: 'error', status: 404 });
    expect(ask('2012-01-12')).toMatchObject({ kind: 'credentials' });
  });

  test.each(['2012-01-13', '2031-01-01', '0.9', 'Latest', '20120112'])('%s does not exist', (version) => {
    for (const path of [`/${version}`, `/${version}/meta-data/instance-id`]) {
      expect(metadataWorld().read(path)).toBe(404);
    }
  });
});
