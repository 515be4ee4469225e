import { beforeEach, describe, expect, test } from 'vitest';
import { createInstallation } from './support/installation.ts';
import {
  connect,
  createBridge,
  createNetwork,
  curl,
  isSkipped,
  type Network,
  supportFile,
} from './support/network.ts';

const listenerFile = supportFile('guarded-listener.ts');

/** The kernel must not be what keeps strangers out: its checks are off. */
const withoutKernelChecks = (network: Network): void => {
  for (const name of ['all', 'cable']) {
    network.do(`sysctl -q -w net.ipv4.conf.${name}.rp_filter=0`);
    network.do(`sysctl -q -w net.ipv4.conf.${name}.accept_local=1`);
  }
  network.do('sysctl -q -w net.ipv4.ip_forward=1');
  network.do('sysctl -q -w net.ipv6.conf.all.forwarding=1');
};

describe.skipIf(isSkipped()).each(['nft', 'iptables'] as const)('another machine, with %s', (filter) => {
  let network: Network;
  let neighbour: Network;

  beforeEach(async () => {
    network = createNetwork();
    neighbour = createNetwork();
    connect(network, neighbour);
    withoutKernelChecks(network);
    expect((await createInstallation(network, filter)).install().problem).toBeUndefined();
    await network.start('listening', {}, listenerFile, '45000');
    // Listens where the redirect would not lead, but a stranger might get to.
    const script = `const { createServer } = require('node:http');
      createServer((_, response) => response.end('secret')).listen(80, '::', () => console.log('up'));`;
    await network.start('up', {}, '--eval', script);
    neighbour.do('ip route add 169.254.169.254 via 10.9.0.1');
    neighbour.do('ip route add fd00:ec2::254 via fd09::1');
  });

  test('the neighbour reaches this machine as such, so that the tests below mean something', () => {
    expect(curl(neighbour, 'http://10.9.0.1/').output).toBe('secret');
    expect(curl(neighbour, 'http://[fd09::1]/').output).toBe('secret');
  });

  test.each([
    'http://169.254.169.254/',
    'http://169.254.169.254:45000/',
    'http://[fd00:ec2::254]/',
    'http://[fd00:ec2::254]:45000/',
    'http://10.9.0.1:45000/',
    'http://[fd09::1]:45000/',
  ])('gets no answer from %s', (url) => {
    expect(curl(neighbour, url)).toMatchObject({ output: '', exitCode: expect.toBeOneOf([7, 28]) });
  });

  test('gets no answer when it pretends to have the loopback address', () => {
    neighbour.do('ip address del 127.0.0.1/8 dev lo');
    neighbour.do('ip route add 127.0.0.1 via 10.9.0.1');
    expect(curl(neighbour, 'http://127.0.0.1:45000/').output).toBe('');
  });
});

describe.skipIf(isSkipped()).each(['nft', 'iptables'] as const)('containers, with %s', (filter) => {
  let network: Network;
  let container: Network;

  beforeEach(async () => {
    network = createNetwork();
    container = createNetwork();
    createBridge(network, container, 'br-test', '172.30.0');
    await network.start('listening', {}, listenerFile, '45000', '172.30.0.1');
  });

  test('of the bridge that was named reach the port at the gateway', async () => {
    const installation = await createInstallation(network, filter);
    expect(installation.install({ bridge: 'br-test' }).problem).toBeUndefined();
    expect(curl(container, 'http://169.254.169.254/').output).toMatch(/^to (::ffff:)?172\.30\.0\.2$/);
    expect(curl(network, 'http://169.254.169.254/').output).toBe('instance metadata');
    expect(installation.install({ bridge: 'br-test' })).toEqual({ steps: [] });
  });

  test('of another bridge do not, not even at the gateway of the first', async () => {
    const stranger = createNetwork();
    createBridge(network, stranger, 'br-other', '172.31.0');
    (await createInstallation(network, filter)).install({ bridge: 'br-test' });
    expect(curl(stranger, 'http://172.30.0.1:45000/').output).toBe('');
    expect(curl(stranger, 'http://169.254.169.254/').output).toBe('');
  });

  test('do not without --docker', async () => {
    (await createInstallation(network, filter)).install();
    expect(curl(container, 'http://169.254.169.254/').output).toBe('');
  });
});
