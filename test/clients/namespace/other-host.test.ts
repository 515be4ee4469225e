import { describe, expect, test } from 'vitest';
import { PortResponse } from '../../../src/shared/manage-api.ts';
import {
  connect,
  createNetwork,
  curl,
  isSkipped,
  type Network,
} from '../../integration/addresses/support/network.ts';
import { roles } from '../../support/sts-simulator/example-world.ts';
import { type NamespaceWorld, namespaceWorld, servicePort } from './support/namespace-world.ts';

const adminPort = 25_998;
const plainPort = 25_002;

const admin = `
[admin]
role_arn = ${roles.readOnly}
port = ${adminPort}
`;

const notReached = { output: '', exitCode: expect.toBeOneOf([7, 28]) };

/** The kernel must not be what keeps the neighbour out: it takes every address at every interface. */
function withoutKernelChecks(network: Network): void {
  for (const name of ['all', 'cable']) {
    network.do(`sysctl -q -w net.ipv4.conf.${name}.rp_filter=0`);
    network.do(`sysctl -q -w net.ipv4.conf.${name}.accept_local=1`);
  }
  network.do('sysctl -q -w net.ipv4.ip_forward=1');
}

async function assignPort({ run, service }: NamespaceWorld, profile: string): Promise<number> {
  const url = `http://127.0.0.1:${servicePort}/manage/profiles/${profile}/port`;
  const words = ['--silent', '--request', 'POST', '--header', `@${service.authorizationFile}`, url];
  return PortResponse.parse(JSON.parse((await run('curl', words)).stdout)).port;
}

describe.skipIf(isSkipped())('another host on the cable', () => {
  /** The host with every kind of listener that Metafob has, and its neighbour with routes to it. */
  async function twoHosts() {
    const world = await namespaceWorld({
      name: 'namespace-neighbour',
      imdsv2: 'optional',
      moreConfiguration: admin,
    });
    const { network: host } = world;
    const profilePort = await assignPort(world, 'reader');
    const script = `const { createServer } = require('node:http');
      createServer((_, response) => response.end('plain')).listen(${plainPort}, '::', () => console.log('up'));`;
    await host.start('up', {}, '--eval', script);
    const neighbour = createNetwork();
    connect(host, neighbour);
    withoutKernelChecks(host);
    neighbour.do('ip route add 169.254.169.254 via 10.9.0.1');
    neighbour.do('ip route add fd00:ec2::254 via fd09::1');
    return { host, neighbour, ports: [servicePort, profilePort, adminPort] };
  }

  test('reaches a plain listener, and none of Metafob that the host itself reaches', async () => {
    const { host, neighbour, ports } = await twoHosts();
    // What follows means something only with an open way, and with listeners behind it.
    for (const address of ['10.9.0.1', '[fd09::1]']) {
      expect(curl(neighbour, `http://${address}:${plainPort}/`).output).toBe('plain');
    }
    expect(curl(host, 'http://169.254.169.254/latest/meta-data/').output).toContain('instance-id');
    expect(curl(host, 'http://[fd00:ec2::254]/latest/meta-data/').output).toContain('instance-id');
    for (const port of ports) expect(curl(host, `http://127.0.0.1:${port}/status`).output).not.toBe('');

    expect(curl(neighbour, 'http://169.254.169.254/latest/meta-data/')).toMatchObject(notReached);
    expect(curl(neighbour, 'http://[fd00:ec2::254]/latest/meta-data/')).toMatchObject(notReached);
    for (const port of ports) {
      for (const address of ['10.9.0.1', '[fd09::1]', '169.254.169.254', '[fd00:ec2::254]']) {
        const url = `http://${address}:${port}/`;
        expect(curl(neighbour, url), url).toMatchObject(notReached);
      }
    }
  });

  test('is refused where the kernel lets it in by the loopback address', async () => {
    const { host, neighbour, ports } = await twoHosts();
    // Some tools for containers switch this on at the host; the neighbour needs it to hear the answer.
    for (const network of [host, neighbour]) {
      withoutKernelChecks(network);
      network.do('sysctl -q -w net.ipv4.conf.all.route_localnet=1');
    }
    neighbour.do('ip address del 127.0.0.1/8 dev lo');
    neighbour.do('ip route add 127.0.0.1 via 10.9.0.1');
    expect(curl(neighbour, `http://127.0.0.1:${plainPort}/`).output).toBe('plain');
    for (const port of ports) {
      for (const path of [
        '/latest/meta-data/iam/security-credentials/ReadOnly',
        '/manage/state',
        '/status',
      ]) {
        const { output } = curl(neighbour, `http://127.0.0.1:${port}${path}`);
        expect(output, `${port}${path}`).toContain('Metafob only answers programs on this machine.');
      }
    }
  });
});
