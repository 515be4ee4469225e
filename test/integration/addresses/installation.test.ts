import { beforeEach, describe, expect, test } from 'vitest';
import { createInstallation, type Installation } from './support/installation.ts';
import { createNetwork, curl, isSkipped, type Network, supportFile } from './support/network.ts';

const metadataUrls = ['http://169.254.169.254/latest/meta-data/', 'http://[fd00:ec2::254]/latest/meta-data/'];
const listenerFile = supportFile('guarded-listener.ts');

describe.skipIf(isSkipped()).each(['nft', 'iptables'] as const)('with %s', (filter) => {
  let network: Network;
  let installation: Installation;

  beforeEach(async () => {
    network = createNetwork();
    // A system with rules of its own.
    network.do('nft add table inet owner');
    network.do('iptables -A INPUT -p tcp --dport 22 -j ACCEPT');
    network.do('iptables -t nat -A OUTPUT -d 192.0.2.1 -p tcp -j REDIRECT --to-ports 9');
    network.do('iptables -t nat -A PREROUTING -d 192.0.2.1 -p tcp -j REDIRECT --to-ports 9');
    network.do('ip6tables -A INPUT -p tcp --dport 22 -j ACCEPT');
    network.do('ip6tables -t nat -A OUTPUT -d 2001:db8::1 -p tcp -j REDIRECT --to-ports 9');
    network.do('ip6tables -t nat -A PREROUTING -d 2001:db8::1 -p tcp -j REDIRECT --to-ports 9');
    installation = await createInstallation(network, filter);
  });

  test.each(metadataUrls)('%s reaches the unprivileged port, and its guard lets it in', async (url) => {
    expect(installation.install().problem).toBeUndefined();
    await network.start('listening', {}, listenerFile, '45000');
    expect(curl(network, url)).toEqual({ exitCode: 0, output: 'instance metadata' });
  });

  test('a second installation changes nothing', () => {
    installation.install();
    const state = installation.systemState();
    expect(installation.install()).toEqual({ steps: [] });
    expect(installation.systemState()).toBe(state);
  });

  test('another port replaces the redirect and leaves the rules of others alone', async () => {
    installation.install();
    expect(installation.install({ localPort: 45_001 }).problem).toBeUndefined();
    await network.start('listening', {}, listenerFile, '45001');
    for (const url of metadataUrls) expect(curl(network, url).output).toBe('instance metadata');
    expect(network.do('nft list ruleset')).not.toContain('45000');
    expect(network.do('iptables-save')).toContain('-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT');
  });

  test('without IPv6 the IPv6 address goes away again', () => {
    installation.install();
    expect(installation.install({ ipv6: false }).problem).toBeUndefined();
    expect(network.do('ip address show')).not.toContain('fd00:ec2');
    expect(network.do('nft list ruleset')).not.toContain('fd00:ec2');
  });

  test('removing leaves addresses, routes, rules and files as they were', () => {
    const before = installation.systemState();
    installation.install();
    expect(installation.systemState()).not.toBe(before);
    expect(installation.remove().problem).toBeUndefined();
    expect(installation.systemState()).toBe(before);
  });

  test('removing where nothing is installed does nothing', () => {
    expect(installation.remove()).toEqual({ steps: [] });
  });

  test('status tells the addresses, the port and that nothing is kept without systemd', () => {
    installation.install({ localPort: 45_002 });
    expect(installation.status()).toMatchObject({
      addresses: ['169.254.169.254', 'fd00:ec2::254'],
      localPort: 45_002,
      persistent: false,
    });
  });
});

test.skipIf(isSkipped())('a change from iptables to nft leaves no rule twice, and removes all', async () => {
  const network = createNetwork();
  const withNft = await createInstallation(network, 'nft');
  const { nft: _, ...others } = withNft.host.programs;
  const withIptables = await createInstallation(network, 'iptables', {
    ...withNft.host,
    programs: { ...others, nft: undefined },
  });
  withIptables.install();
  expect(withNft.install().problem).toBeUndefined();
  expect(network.do('iptables-save')).not.toContain('METAFOB');
  expect(network.do('ip6tables-save')).not.toContain('METAFOB');
  withNft.remove();
  expect(network.do('nft list ruleset')).not.toContain('metafob');
});
