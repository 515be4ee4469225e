/** What other users of the machine could see of the processes of Metafob, and what a service keeps of root. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { alice, bob } from '../../support/sts-simulator/example-world.ts';
import { startMetafob } from '../faces/support/metafob-command.ts';
import {
  LOCAL_CREDENTIALS,
  roleDocument,
  withActive,
  withStoredSecret,
  worldOfTest,
} from '../service/support/service-world.ts';
import { askingPort, startAlppaca, startUpstream } from '../upstream/support.ts';

const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
const hasNobody = isRoot && /^nobody:/m.test(readFileSync('/etc/passwd', 'utf8'));

/** The command lines of all processes, as every user of the machine sees them. */
const commandLines = (): string =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((id) => {
      try {
        return readFileSync(join('/proc', id, 'cmdline'), 'utf8');
      } catch {
        // It has ended meanwhile.
        return '';
      }
    })
    .join('\n');

test.runIf(process.platform === 'linux')(
  'no secret is in a command line, in the state or in the report of “doctor”',
  async () => {
    const world = await worldOfTest({
      name: 'attack-secrets',
      configuration: withActive('admin', withStoredSecret()),
    });
    const role = roleDocument(await world.send(LOCAL_CREDENTIALS));
    const program = startMetafob(
      [
        'exec',
        'bob',
        '--token',
        '--',
        process.execPath,
        '-e',
        "console.log('up'); setInterval(() => {}, 1000)",
      ],
      world.service.environment,
    );
    await program.printed('up');
    const places = [
      commandLines(),
      (await world.manage('GET', '/state')).body,
      (await world.manage('GET', '/doctor')).body,
      (await world.manage('GET', '/instance')).body,
      (await world.manage('GET', '/profiles/admin/access')).body,
      (await world.send('/manage')).body,
      (await world.send('/manage/health')).body,
    ];
    program.kill('SIGTERM');
    await program.finished;
    const longTerm = [alice.secretAccessKey, alice.mfaSecret, bob.secretAccessKey];
    for (const secret of [...longTerm, role.SecretAccessKey, role.Token, world.service.bearerToken]) {
      expect(places.filter((text) => text.includes(secret))).toEqual([]);
    }
  },
);

describe.runIf(hasNobody)('a service that was started as root and became nobody', () => {
  test('has no identity, group or capability of root left, and no file of root open', async () => {
    const upstream = await startUpstream();
    const service = await startAlppaca('attack-privileges', {
      'config.yaml': askingPort(upstream.port, 'user: nobody\n'),
    });
    const status = readFileSync(`/proc/${service.processId}/status`, 'utf8');
    const numbers = (name: string) =>
      status
        .match(new RegExp(`^${name}:\\s*(.*)$`, 'm'))?.[1]
        ?.trim()
        .split(/\s+/) ?? [];
    expect(numbers('Uid')).toHaveLength(4);
    expect(numbers('Uid')).not.toContain('0');
    expect(numbers('Gid')).not.toContain('0');
    expect(numbers('Groups')).not.toContain('0');
    expect(numbers('CapEff')).toEqual(['0000000000000000']);
    expect(numbers('CapPrm')).toEqual(['0000000000000000']);
    const descriptors = `/proc/${service.processId}/fd`;
    const open = readdirSync(descriptors).map((name) => readlinkSync(join(descriptors, name)));
    expect(open.filter((path) => /^\/(?!dev\/)/.test(path))).toEqual([]);
  });

  test('every thread of it has changed, not only the first', async () => {
    const upstream = await startUpstream();
    const service = await startAlppaca('attack-threads', {
      'config.yaml': askingPort(upstream.port, 'user: nobody\n'),
    });
    const tasks = `/proc/${service.processId}/task`;
    for (const thread of readdirSync(tasks)) {
      const status = readFileSync(join(tasks, thread, 'status'), 'utf8');
      expect(status.match(/^Uid:\s*(.*)$/m)?.[1]?.split(/\s+/)).not.toContain('0');
    }
  });
});
