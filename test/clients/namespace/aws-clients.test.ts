import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { isSkipped } from '../../integration/addresses/support/network.ts';
import { findAwsClients } from '../support/aws-clients.ts';
import { allAre, arnOf } from '../support/callers.ts';
import {
  type NamespaceWorld,
  namespaceWorld,
  region,
  roleName,
  roleSession,
} from './support/namespace-world.ts';

const support = (name: string): string => join(import.meta.dirname, 'support', name);
const clients = findAwsClients();

const Outcomes = z.record(
  z.string(),
  z.object({ exitCode: z.union([z.number(), z.string()]), stdout: z.string(), stderr: z.string() }),
);

/** Who each client is in the network, by its name. */
async function callers(world: NamespaceWorld, variables: Readonly<Record<string, string>> = {}) {
  // Older clients do not look for the region at the address.
  const withRegion = { AWS_REGION: region, AWS_DEFAULT_REGION: region, ...variables };
  const { stdout } = await world.run(process.execPath, [support('print-callers.ts')], withRegion);
  const outcomes = Outcomes.parse(JSON.parse(stdout));
  return Object.fromEntries(Object.entries(outcomes).map(([name, outcome]) => [name, arnOf(outcome)]));
}

describe.skipIf(isSkipped()).each(['optional', 'required'] as const)(
  'with no setting at all, and IMDSv2 %s',
  (imdsv2) => {
    const startWorld = () => namespaceWorld({ name: `namespace-aws-${imdsv2}`, imdsv2 });

    test('every AWS client gets the role of the active profile', async () => {
      const world = await startWorld();
      await world.accessKeyId();
      expect(await callers(world)).toEqual(allAre(clients, roleSession));
    });

    test('every AWS client gets it over IPv6 when it is told to prefer that', async () => {
      const world = await startWorld();
      await world.accessKeyId();
      // Then no client can go the other way.
      world.network.do('ip address del 169.254.169.254/32 dev lo');
      const variables = { AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: 'IPv6' };
      expect(await callers(world, variables)).toEqual(allAre(clients, roleSession));
    });

    test.each([
      ['the AWS SDK for JavaScript', process.execPath, 'print-instance-metadata.ts'],
      ['botocore', 'python3', 'print-instance-metadata.py'],
      ["the system's botocore", '/usr/bin/python3', 'print-instance-metadata.py'],
    ])('%s finds region and credentials', async (_, command, program) => {
      const world = await startWorld();
      const { stdout, stderr } = await world.run(command, [support(program)]);
      expect(stderr).toBe('');
      expect(JSON.parse(stdout)).toEqual({ region, accessKeyId: await world.accessKeyId() });
    });

    test('curl reads the role, with a token and, unless tokens are required, without', async () => {
      const world = await startWorld();
      const path = '/latest/meta-data/iam/security-credentials/';
      expect(await world.read(path)).toBe(roleName);
      for (const host of ['169.254.169.254', '[fd00:ec2::254]', '169.254.169.254:80']) {
        const words = ['--silent', '--globoff', '--write-out', '\n%{http_code}', `http://${host}${path}`];
        const { stdout } = await world.run('curl', words);
        if (imdsv2 === 'optional') expect(stdout, host).toBe(`${roleName}\n200`);
        else expect(stdout, host).toMatch(/401 - Unauthorized[\s\S]*\n401$/);
      }
    });
  },
);

test.skipIf(isSkipped())('all of this comes from a service without any privilege', async () => {
  const { service, run } = await namespaceWorld({ name: 'namespace-unprivileged', imdsv2: 'optional' });
  const { stdout } = await run('cat', [`/proc/${service.processId}/status`]);
  expect(stdout).toMatch(/^Uid:(\t65534){4}$/m);
  expect(stdout).toMatch(/^Groups:\s*$/m);
  for (const set of ['Inh', 'Prm', 'Eff', 'Bnd', 'Amb'])
    expect(stdout).toContain(`Cap${set}:\t0000000000000000`);
});
