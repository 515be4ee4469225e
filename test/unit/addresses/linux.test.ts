import { describe, expect, test } from 'vitest';
import { bridgeNamed } from '../../../src/node/host/addresses/linux/find-bridge.ts';
import { iptablesFile } from '../../../src/node/host/addresses/linux/iptables.ts';
import type { LinuxHost } from '../../../src/node/host/addresses/linux/linux-host.ts';
import { nftFile } from '../../../src/node/host/addresses/linux/nftables.ts';
import { parseAddresses, parseListeners } from '../../../src/node/host/addresses/linux/observe-linux.ts';
import type { ObservedLinux } from '../../../src/node/host/addresses/linux/observed-linux.ts';
import { chooseTools, planLinuxInstall } from '../../../src/node/host/addresses/linux/plan-linux.ts';
import { rulesFor } from '../../../src/node/host/addresses/linux/rules.ts';
import { systemdUnit } from '../../../src/node/host/addresses/linux/systemd-unit.ts';
import { stepText } from '../../../src/node/host/addresses/plan.ts';

const iptables = { command: '/usr/sbin/iptables', save: '/usr/sbin/iptables-save', restore: '/x/restore' };
const host: LinuxHost = {
  programs: {
    ip: '/usr/sbin/ip',
    ss: '/usr/bin/ss',
    nft: '/usr/sbin/nft',
    ipv4: iptables,
    ipv6: undefined,
    systemctl: undefined,
  },
  rulesFolder: '/etc/metafob',
  unitFolder: '/etc/systemd/system',
  systemFolder: '/sys',
  hasIpv6: true,
};
const nothing: ObservedLinux = {
  addresses: [],
  listeners: [],
  ec2Evidence: undefined,
  nftRules: '',
  iptablesRules: '',
  ip6tablesRules: '',
  rulesAreKnown: true,
  files: new Map(),
  unitIsEnabled: false,
};

describe('the tools', () => {
  test('are nft where it is', () => {
    expect(chooseTools(host, true)?.used.map(({ file }) => file.path)).toEqual(['/etc/metafob/address.nft']);
  });

  test('are iptables without nft, when it knows the families that are wanted', () => {
    const withoutNft = { ...host, programs: { ...host.programs, nft: undefined } };
    const paths = chooseTools(withoutNft, false)?.used.map(({ file }) => file.path);
    expect(paths).toEqual(['/etc/metafob/address.iptables']);
    expect(chooseTools(withoutNft, true)).toBeUndefined();
  });
});

test('the rules come before the addresses, so that no other machine ever reaches them', () => {
  const tools = chooseTools(host, true);
  if (tools === undefined) throw new Error('no tools');
  const { steps } = planLinuxInstall(host, tools, nothing, { localPort: 45_000, ipv6: true });
  const lines = steps.map(stepText);
  const rules = lines.findIndex((line) => line.includes('nft -f'));
  const address = lines.findIndex((line) => line.includes('address replace'));
  expect(rules).toBeGreaterThanOrEqual(0);
  expect(address).toBeGreaterThan(rules);
});

test('a plan says when it could not see the rules', () => {
  const tools = chooseTools(host, false);
  if (tools === undefined) throw new Error('no tools');
  const unseen = { ...nothing, rulesAreKnown: false };
  const { notes } = planLinuxInstall(host, tools, unseen, { localPort: 45_000, ipv6: false });
  expect(notes?.join()).toContain('Only root may see the packet filter rules.');
});

describe('rules for a bridge', () => {
  const bridge = { name: 'docker0', gateway: '172.17.0.1', subnet: '172.17.0.0/16' };
  const rules = rulesFor({ localPort: 45_000, ipv6: true, bridge });

  test('redirect only what comes from its subnet through its interface', () => {
    expect(nftFile(rules)).toContain(
      'iifname "docker0" ip saddr 172.17.0.0/16 ip daddr 169.254.169.254 tcp dport 80 redirect to :45000',
    );
    expect(iptablesFile(rules, 'ipv4')).toContain(
      '-A METAFOB-BRIDGE -i docker0 -s 172.17.0.0/16 -d 169.254.169.254 -p tcp --dport 80',
    );
  });

  test('are not in the file for IPv6', () => {
    expect(iptablesFile(rules, 'ipv6')).not.toContain('docker0');
  });
});

test('a bridge is known by the network of its address', () => {
  const addresses = parseAddresses(
    '[{"ifname":"br-1","addr_info":[{"local":"fe80::1","prefixlen":64},{"local":"172.20.33.1","prefixlen":20}]},{}]',
  );
  expect(bridgeNamed('br-1', addresses)).toEqual({
    name: 'br-1',
    gateway: '172.20.33.1',
    subnet: '172.20.32.0/20',
  });
  expect(bridgeNamed('br-2', addresses)).toBeUndefined();
});

test('listeners are read with the program, as far as ss tells', () => {
  const text = `LISTEN 0      511    169.254.169.254:80 0.0.0.0:* users:(("node",pid=25853,fd=19))
LISTEN 0      511        [::1]:45000    [::]:*
`;
  expect(parseListeners(text)).toEqual([
    { address: '169.254.169.254', port: 80, process: 'node (process 25853)' },
    { address: '::1', port: 45_000, process: undefined },
  ]);
});

test('paths with spaces and percent signs stay one word in a unit', () => {
  const start = [{ program: '/usr/sbin/nft', arguments: ['-f', '/etc/my rules/100%.nft'] }];
  expect(systemdUnit({ prepare: [], start, stop: [] })).toContain(
    'ExecStart=/usr/sbin/nft -f "/etc/my rules/100%%.nft"\n',
  );
});

test('a step is shown as a line that a shell would understand', () => {
  const step = { kind: 'run', program: 'netsh.exe', arguments: ["it's", '--port=1'], why: '' } as const;
  expect(stepText(step)).toBe(`netsh.exe 'it'\\''s' --port=1`);
});
