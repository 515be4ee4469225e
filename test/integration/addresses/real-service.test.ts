import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createInstallation } from './support/installation.ts';
import { createBridge, createNetwork, curl, isSkipped, type Network } from './support/network.ts';

const command = join(import.meta.dirname, '..', '..', '..', 'bin', 'metafob.js');

describe.skipIf(isSkipped())('the real service at the metadata address', () => {
  let network: Network;
  let home: string;

  beforeEach(async () => {
    network = createNetwork();
    home = mkdtempSync(join(tmpdir(), 'metafob-home-'));
    onTestFinished(() => rmSync(home, { recursive: true }));
    (await createInstallation(network, 'nft')).install();
  });

  async function startService(configuration = ''): Promise<void> {
    const config = join(home, 'server.conf');
    writeFileSync(config, configuration, { mode: 0o600 });
    const options = ['--config', config, '--port', '45000', '--secrets', 'memory', '--no-terminal-prompt'];
    await network.start('Manage page on', { HOME: home }, command, 'serve', ...options);
  }

  const status = () => {
    const environment = [`HOME=${home}`, `PATH=${process.env.PATH}`];
    const words = [...environment, process.execPath, command, 'address', 'status', '--json'];
    return JSON.parse(network.run('env', '-i', ...words).output);
  };

  test.each(['169.254.169.254', '[fd00:ec2::254]'])('answers at %s', async (host) => {
    await startService();
    expect(curl(network, `http://${host}/latest/meta-data/`).output).toMatch(/^ami-id\n/);
  });

  test('refuses the name of another machine as ever', async () => {
    await startService();
    const foreignHost = ['--silent', '--header', 'Host: other.example'];
    const { output } = network.run('curl', ...foreignHost, 'http://169.254.169.254/latest/');
    expect(output).toContain('"kind":"forbidden"');
  });

  test('status tells Metafob from silence', async () => {
    expect(status()).toMatchObject({ installed: true, localPort: 45_000, answer: { kind: 'nobody' } });
    await startService();
    expect(status()).toMatchObject({ answer: { kind: 'metafob', processId: expect.any(Number) } });
  });

  test('status tells a stranger', async () => {
    const script = `const { createServer } = require('node:http');
      createServer((_, response) => response.end('{}')).listen(45000, '127.0.0.1', () => console.log('up'));`;
    await network.start('up', {}, '--eval', script);
    expect(status()).toMatchObject({ answer: { kind: 'somebody-else' } });
  });

  describe('on a bridge of containers', () => {
    const metadata = 'http://169.254.169.254/latest/meta-data/iam/security-credentials/';
    let container: Network;

    beforeEach(async () => {
      container = createNetwork();
      createBridge(network, container, 'br-test', '172.30.0');
      (await createInstallation(network, 'nft')).install({ bridge: 'br-test' });
    });

    test('answers containers of a bridge that is allowed', async () => {
      await startService('[metadata]\nbridges = 172.30.0.1/24\n');
      expect(curl(container, metadata).output).toBe('local-credentials');
      expect(curl(container, 'http://172.30.0.1:45000/latest/meta-data/ami-id').exitCode).toBe(0);
    });

    test('shows containers neither the manage page nor the profiles', async () => {
      await startService('[metadata]\nbridges = 172.30.0.1/24\n');
      for (const path of ['manage', 'manage/profiles', 'manage/session', 'credentials/default']) {
        expect(curl(container, `http://172.30.0.1:45000/${path}`).output).toContain('404 - Not Found');
      }
    });

    test('answers no containers unless told to', async () => {
      await startService();
      expect(curl(container, metadata).exitCode).not.toBe(0);
    });

    test('answers no containers of another bridge', async () => {
      await startService('[metadata]\nbridges = 172.30.0.1/24\n');
      const stranger = createNetwork();
      createBridge(network, stranger, 'br-other', '172.31.0');
      expect(curl(stranger, metadata).exitCode).not.toBe(0);
      expect(curl(stranger, 'http://172.30.0.1:45000/latest/').exitCode).not.toBe(0);
    });
  });
});
