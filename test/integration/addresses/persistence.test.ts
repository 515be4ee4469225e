import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createInstallation, type Installation } from './support/installation.ts';
import { createNetwork, curl, isSkipped, type Network, supportFile } from './support/network.ts';

const unitName = 'metafob-address.service';

/** Keeps what systemd would keep, and writes down every call. */
function createSystemctl() {
  const folder = mkdtempSync(join(tmpdir(), 'metafob-systemctl-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const program = join(folder, 'systemctl');
  const log = join(folder, 'log');
  writeFileSync(log, '');
  writeFileSync(
    program,
    `#!/bin/sh
case "$1" in
  is-enabled) test -e ${folder}/enabled && echo enabled; exit ;;
  enable) touch ${folder}/enabled ;;
  disable) rm ${folder}/enabled ;;
esac
echo "$*" >> ${log}
`,
  );
  chmodSync(program, 0o755);
  return { program, calls: () => readFileSync(log, 'utf8').trim().split('\n') };
}

describe.skipIf(isSkipped()).each(['nft', 'iptables'] as const)('with systemd and %s', (filter) => {
  let network: Network;
  let installation: Installation;
  let systemctl: ReturnType<typeof createSystemctl>;

  beforeEach(async () => {
    network = createNetwork();
    // Makes the tables of iptables, which stay when they are empty.
    for (const table of ['filter', 'nat']) {
      for (const iptables of ['iptables', 'ip6tables']) {
        for (const chain of table === 'nat' ? ['OUTPUT', 'PREROUTING'] : ['INPUT']) {
          network.do(`${iptables} -t ${table} -A ${chain} -p icmp -j ACCEPT`);
        }
      }
    }
    systemctl = createSystemctl();
    installation = await createInstallation(network, filter, { systemctl: systemctl.program });
  });

  const unitFile = (): string => join(installation.host.unitFolder, unitName);

  test('installing enables a unit, once', () => {
    expect(installation.install().problem).toBeUndefined();
    expect(systemctl.calls()).toEqual(['daemon-reload', `enable ${unitName}`, `restart ${unitName}`]);
    expect(installation.status()).toMatchObject({ persistent: true });
    expect(installation.install()).toEqual({ steps: [] });
  });

  test('removing disables it and leaves nothing', () => {
    const before = installation.systemState();
    installation.install();
    expect(installation.remove().problem).toBeUndefined();
    expect(systemctl.calls().slice(-2)).toEqual([`disable ${unitName}`, 'daemon-reload']);
    expect(installation.systemState()).toBe(before);
  });

  test('the commands of the unit do it all again after a restart, as often as they run', async () => {
    installation.install();
    const unit = readFileSync(unitFile(), 'utf8');
    const commands = (key: string): string[] =>
      [...unit.matchAll(new RegExp(`^${key}=(-?)(.*)$`, 'gm'))].map(
        ([, mayFail, line]) => `${line}${mayFail === '' ? '' : ' || true'}`,
      );
    const restarted = createNetwork();
    const runAll = (key: string) => {
      for (const line of commands(key)) {
        expect(restarted.run('sh', '-c', line), line).toMatchObject({ exitCode: 0 });
      }
    };
    for (const _ of [1, 2]) for (const key of ['ExecStartPre', 'ExecStart']) runAll(key);
    await restarted.start('listening', {}, supportFile('guarded-listener.ts'), '45000');
    expect(curl(restarted, 'http://169.254.169.254/').output).toBe('instance metadata');
    expect(curl(restarted, 'http://[fd00:ec2::254]/').output).toBe('instance metadata');

    runAll('ExecStop');
    expect(restarted.do('ip address show')).not.toMatch(/169\.254|fd00:ec2/);
    expect(restarted.do('nft list ruleset')).not.toMatch(/metafob/i);
  });

  test.skipIf(spawnSync('systemd-analyze', ['--version']).status !== 0)('systemd accepts the unit', () => {
    installation.install();
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', unitFile()], { encoding: 'utf8' });
    expect(stderr).not.toContain(unitName);
    expect(status).toBe(0);
  });
});
