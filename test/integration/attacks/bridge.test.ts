/** What a container on an allowed bridge could take besides the profile in use (docs/containers.md). */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createBridge, createNetwork, curl, isSkipped, type Network } from '../addresses/support/network.ts';
import { aliceAndBob } from '../service/support/service-world.ts';

const command = join(import.meta.dirname, '..', '..', '..', 'bin', 'metafob.js');
const gateway = 'http://172.30.0.1:45000';
const list = `${gateway}/latest/meta-data/iam/security-credentials`;

describe.skipIf(isSkipped())('a container', () => {
  let container: Network;

  beforeEach(async () => {
    const network = createNetwork();
    container = createNetwork();
    createBridge(network, container, 'br-test', '172.30.0');
    const home = mkdtempSync(join(tmpdir(), 'metafob-home-'));
    onTestFinished(() => rmSync(home, { recursive: true }));
    const config = join(home, 'server.conf');
    writeFileSync(config, `${aliceAndBob}\n[metadata]\nbridges = 172.30.0.1/24\n`, { mode: 0o600 });
    const options = ['--config', config, '--port', '45000', '--secrets', 'memory', '--no-terminal-prompt'];
    const environment = { HOME: home, AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:9' };
    await network.start('Manage page on', environment, command, 'serve', ...options);
  });

  const status = (...words: readonly string[]): string =>
    container.run('curl', '-s', '-o', '/dev/null', '-w', '%{http_code}', ...words).output;

  test.each(['bob', 'Production', 'deploy', 'Administrator'])(
    'gets no credentials of the profile %s, which is not in use',
    (role) => {
      expect(curl(container, `${list}/`).output).toBe('local-credentials');
      expect(status('--max-time', '3', `${list}/${role}`)).toBe('404');
    },
  );

  test('reaches neither pages nor changes, however it writes the path', () => {
    const paths = [
      '/manage',
      '//manage',
      '/latest/../manage/state',
      '/%6danage',
      '/credentials/bob',
      '/manage/session',
    ];
    for (const path of paths) {
      const found = status('--path-as-is', '--max-time', '3', `${gateway}${path}`);
      expect([path, found]).toEqual([path, '404']);
    }
    expect(status('-X', 'POST', '-d', 'profile=bob', `${gateway}/manage/session`)).toBe('405');
  });

  test('is refused with the marks of a page, and under a foreign name', () => {
    for (const header of [
      'Origin: http://evil.example',
      'Sec-Fetch-Site: cross-site',
      'Host: evil.example',
    ]) {
      expect([header, status('-H', header, `${list}/`)]).toEqual([header, '403']);
    }
  });
});
