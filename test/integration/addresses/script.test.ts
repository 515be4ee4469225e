import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createInstallation } from './support/installation.ts';
import { createNetwork, isSkipped } from './support/network.ts';

const script = join(import.meta.dirname, '..', '..', '..', 'helper-scripts', 'address', 'linux.sh');

describe.skipIf(isSkipped())('helper-scripts/address/linux.sh', () => {
  async function world() {
    const network = createNetwork();
    const installation = await createInstallation(network, 'nft', { systemctl: '/bin/true' });
    const { rulesFolder, unitFolder } = installation.host;
    const run = (...words: readonly string[]) =>
      network.run(
        'env',
        `METAFOB_RULES_FOLDER=${rulesFolder}`,
        `METAFOB_UNIT_FOLDER=${unitFolder}`,
        'METAFOB_SYSTEMCTL=/bin/true',
        script,
        ...words,
      );
    return { network, installation, run };
  }

  test('leaves the system exactly as the command does', async () => {
    const { installation, run } = await world();
    installation.install({ localPort: 45_003 });
    const wanted = installation.systemState();
    installation.remove();
    expect(run('install', '45003')).toMatchObject({ exitCode: 0 });
    expect(installation.systemState()).toBe(wanted);
  });

  test('removes what the command installed', async () => {
    const { installation, run } = await world();
    const before = installation.systemState();
    installation.install();
    expect(run('remove')).toMatchObject({ exitCode: 0 });
    expect(installation.systemState()).toBe(before);
  });

  test('refuses when another tool has the address', async () => {
    const { network, run } = await world();
    network.do('ip address add 169.254.169.254/24 dev lo label lo:0');
    expect(run('install')).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining('Nothing was changed'),
    });
  });
});
