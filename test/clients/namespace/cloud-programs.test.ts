import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { isSkipped } from '../../integration/addresses/support/network.ts';
import { isMissing } from './support/missing-program.ts';
import { type Imdsv2, type NamespaceWorld, namespaceWorld, region } from './support/namespace-world.ts';

const modes = ['optional', 'required'] as const;
const crawler = join(import.meta.dirname, 'support', 'crawl-metadata.py');
const bytes = (number: number) => new RegExp(`^([0-9a-f]{2}:){${number - 1}}[0-9a-f]{2}$`);

const Crawl = z.object({
  warnings: z.array(z.string()),
  crawled: z.object({
    'meta-data': z.record(z.string(), z.unknown()).optional(),
    'user-data': z.string().optional(),
    dynamic: z.unknown().optional(),
  }),
});

/**
 * Every directory has been crawled with everything that it lists. cloud-init leaves out `security-credentials`
 * by itself; it keeps on disk whatever else it finds, so no other credentials may be listed.
 */
async function expectSameTree(world: NamespaceWorld, directory: string, crawled: unknown): Promise<void> {
  const lines = (await world.read(directory)).split('\n').filter((line) => line !== 'security-credentials/');
  // A key `0=NAME` is crawled by its name.
  const nameOf = (line: string): string => line.replace(/^\d+=|\/$/g, '');
  const entries = z.record(z.string(), z.unknown()).parse(crawled);
  expect(Object.keys(entries).sort(), directory).toEqual(lines.map(nameOf).sort());
  expect(Object.keys(entries), directory).not.toContain('security-credentials-extended');
  for (const line of lines.filter((name) => name.endsWith('/'))) {
    await expectSameTree(world, `${directory}${line}`, entries[nameOf(line)]);
  }
}

describe.skipIf(isSkipped() || isMissing('cloud-init'))('cloud-init', () => {
  async function crawl(imdsv2: Imdsv2, cloud: 'aws' | 'unknown') {
    const world = await namespaceWorld({ name: `namespace-cloud-init-${imdsv2}`, imdsv2 });
    const { stdout, stderr } = await world.run('/usr/bin/python3', [crawler, cloud]);
    expect(stderr).toBe('');
    return { world, ...Crawl.parse(JSON.parse(stdout)) };
  }

  test.each(modes)('crawls the whole tree without a warning, with IMDSv2 %s', async (imdsv2) => {
    const { world, crawled, warnings } = await crawl(imdsv2, 'aws');
    expect(warnings).toEqual([]);
    const metadata = crawled['meta-data'] ?? {};
    // The newest version that cloud-init knows.
    await expectSameTree(world, '/2021-03-23/meta-data/', metadata);
    const mac = z.string().regex(bytes(6)).parse(metadata.mac);
    const instanceId = await world.read('/latest/meta-data/instance-id');
    expect(metadata).toMatchObject({
      'instance-id': instanceId,
      placement: { region, 'availability-zone': expect.stringMatching(`^${region}[a-z]$`) },
      iam: { info: { Code: 'Success' } },
      'public-keys': { metafob: expect.stringMatching(/^ssh-/) },
      network: {
        interfaces: { macs: { [mac]: { mac, 'device-number': '0', 'local-ipv4s': metadata['local-ipv4'] } } },
      },
    });
    expect(crawled.dynamic).toMatchObject({
      'instance-identity': { document: { instanceId, region, accountId: '111122223333' } },
    });
  });

  test('reads it without tokens where it does not know the cloud', async () => {
    const { crawled, warnings } = await crawl('optional', 'unknown');
    expect(warnings).toEqual([]);
    expect(crawled['meta-data']).toHaveProperty('instance-id');
  });

  test('finds nothing there when tokens are required, because it asks for none', async () => {
    const { crawled, warnings } = await crawl('required', 'unknown');
    expect(crawled).not.toHaveProperty('meta-data');
    expect(warnings.join('\n')).toContain('401');
  });
});

/** With which version ec2metadata asks; what came later does not exist for it, on EC2 too. */
const VERSION = '2009-04-04';
const later = ['mac', 'availability-zone-id', 'region', 'host-id', 'group-name', 'partition-number'];
/** What an instance has only if it was set, as docs/instance-metadata.md tells. */
const unset = ['ancestor-ami-ids', 'kernel-id', 'product-codes', 'ramdisk-id', 'user-data'];

describe.skipIf(isSkipped() || isMissing('ec2metadata'))(`ec2metadata, which reads ${VERSION}`, () => {
  test.each(modes)('prints what an instance of EC2 has, with IMDSv2 %s', async (imdsv2) => {
    const world = await namespaceWorld({ name: `namespace-ec2metadata-${imdsv2}`, imdsv2 });
    const { exitCode, stdout, stderr } = await world.run('/usr/bin/ec2metadata');
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    const unavailable = [...stdout.matchAll(/^([a-z0-9-]+): unavailable$/gm)].map(([, name]) => name);
    expect(unavailable.sort()).toEqual([...later, ...unset].sort());
    expect(stdout).toMatch(/^instance-id: i-[0-9a-f]{17}$/m);
    expect(stdout).toMatch(/^block-device-mapping: ami\nroot$/m);
    expect(stdout).toMatch(/^public-keys: \['ssh-/m);
    // The output of a real t2.micro has this, although `mac` is unavailable there.
    expect(stdout).toMatch(/^profile: default-hvm$/m);
  });

  test('knows what came later when it is told the latest version', async () => {
    const world = await namespaceWorld({ name: 'namespace-ec2metadata-latest', imdsv2: 'required' });
    const words = ['--url', 'http://169.254.169.254/latest', '--region', '--mac', '--availability-zone-id'];
    const { stdout } = await world.run('/usr/bin/ec2metadata', words);
    const [printedRegion, mac, zoneId] = stdout.trim().split('\n');
    expect(printedRegion).toBe(region);
    expect(mac).toMatch(bytes(6));
    expect(zoneId).toMatch(/^euc1-az\d$/);
  });
});
