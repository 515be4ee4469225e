import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { createInstallation, type Installation } from './support/installation.ts';
import { createNetwork, isSkipped, type Network } from './support/network.ts';

describe.skipIf(isSkipped())('what is in the way is told, and nothing is changed', () => {
  let network: Network;
  let installation: Installation;

  beforeEach(async () => {
    network = createNetwork();
    installation = await createInstallation(network, 'nft');
  });

  /** The conflicts of an installation, after a check that it changed nothing. */
  function conflicts(): string {
    const before = installation.systemState();
    const answer = installation.install();
    expect(installation.systemState()).toBe(before);
    return answer.conflicts?.join('\n') ?? 'no conflict';
  }

  test('the address on another interface', () => {
    network.do('ip link add other0 type bridge');
    network.do('ip address add 169.254.169.254/16 dev other0');
    expect(conflicts()).toMatch(
      /on the interface other0 already.*sudo ip address del 169\.254\.169\.254\/16/,
    );
  });

  test('the address that another tool put on loopback, by its label', () => {
    network.do('ip address add 169.254.169.254/24 dev lo label lo:0');
    expect(conflicts()).toContain('on the interface lo already with the label lo:0');
  });

  test('an IPv6 address on loopback that is not ours', () => {
    network.do('ip address add fd00:ec2::254/128 dev lo');
    expect(conflicts()).toContain('fd00:ec2::254 is on the interface lo already');
  });

  test('a program that listens there, by its name', async () => {
    network.do('ip address add 169.254.169.254/32 dev lo label lo:0');
    const script = `require('node:http').createServer().listen(80, '169.254.169.254', () => console.log('up'))`;
    await network.start('up', {}, '--eval', script);
    expect(conflicts()).toMatch(/\(process \d+\) listens at 169\.254\.169\.254 port 80\. Stop it first\./);
  });

  test('the rule of alppaca, by its port', () => {
    network.do(
      'iptables -t nat -A OUTPUT -d 169.254.169.254/32 -p tcp -m addrtype --src-type LOCAL -j DNAT --to-destination 127.0.0.1:25772',
    );
    expect(conflicts()).toMatch(/already \(port 25772 is that of alppaca\): -A OUTPUT .*DNAT/);
  });

  test('an nft rule of somebody else', () => {
    network.do('nft add table ip other');
    network.do('nft add chain ip other out { type nat hook output priority -100 ; }');
    network.do('nft add rule ip other out ip daddr 169.254.169.254 tcp dport 80 dnat to 127.0.0.1:9999');
    expect(conflicts()).toContain('dnat to 127.0.0.1:9999');
  });

  test('an EC2 instance', () => {
    const folder = join(installation.host.systemFolder, 'class', 'dmi', 'id');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'sys_vendor'), 'Amazon EC2\n');
    expect(conflicts()).toContain('This machine is an EC2 instance (its vendor is “Amazon EC2”)');
  });

  test('a web server on all addresses is not in the way', async () => {
    const script = `require('node:http').createServer().listen(80, '0.0.0.0', () => console.log('up'))`;
    await network.start('up', {}, '--eval', script);
    expect(installation.install().problem).toBeUndefined();
  });
});
