import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, onTestFinished, test } from 'vitest';
import { dropPrivileges, planPrivileges } from '../../../src/node/host/privileges/drop-privileges.ts';

const isRoot = process.getuid?.() === 0;
const hasNobody = isRoot && /^nobody:/m.test(readFileSync('/etc/passwd', 'utf8'));
const program = join(import.meta.dirname, 'support-privileged-server.ts');

/** A free port that only root may bind. */
async function freeLowPort(): Promise<number> {
  for (let port = 700; port < 1024; port += 1) {
    const isFree = await new Promise<boolean>((resolve) => {
      const probe = createServer();
      probe.once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
  throw new Error('There is no free port below 1024.');
}

/** Starts the program and returns its first line, which says whether it serves. */
async function start(port: number, ...account: readonly string[]): Promise<Record<string, unknown>> {
  const child = spawn(process.execPath, [program, String(port), ...account], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill());
  for await (const line of createInterface(child.stdout)) return JSON.parse(line);
  throw new Error('The program said nothing.');
}

const ask = async (port: number): Promise<{ uid: number; gid: number; groups: number[] }> =>
  JSON.parse(await (await fetch(`http://127.0.0.1:${port}/`)).text());

const idOf = (file: string, name: string): number => {
  const line = readFileSync(file, 'utf8')
    .split('\n')
    .find((candidate) => candidate.startsWith(`${name}:`));
  return Number(line?.split(':')[2]);
};

describe.runIf(hasNobody)('started as root', () => {
  test('a port below 1024 is still served after the change to nobody', async () => {
    const port = await freeLowPort();
    expect(await start(port, 'nobody', 'nobody')).toHaveProperty('ready');
    const { uid, gid, groups } = await ask(port);
    expect(uid).toBe(idOf('/etc/passwd', 'nobody'));
    expect(gid).not.toBe(0);
    expect(groups).not.toContain(0);
  });

  test('a user alone brings its own group', async () => {
    const port = await freeLowPort();
    await start(port, 'nobody');
    const primaryGroup = Number(/^nobody:[^:]*:\d+:(\d+)/m.exec(readFileSync('/etc/passwd', 'utf8'))?.[1]);
    expect(await ask(port)).toEqual({
      uid: idOf('/etc/passwd', 'nobody'),
      gid: primaryGroup,
      groups: [primaryGroup],
    });
  });

  test('ids need no entry in the directory of users', async () => {
    const port = await freeLowPort();
    await start(port, '54321', '54322');
    expect(await ask(port)).toEqual({ uid: 54321, gid: 54322, groups: [54322] });
  });

  test('an id without an entry has no group of its own', async () => {
    expect(await start(await freeLowPort(), '54321')).toEqual({
      problem: 'The user 54321 has no group of its own. Configure group too.',
    });
  });

  test.each([
    ['user', ['no-such-user-here', '']],
    ['group', ['nobody', 'no-such-group-here']],
  ])('an unknown %s is told before anything is bound', async (kind, account) => {
    const port = await freeLowPort();
    const { problem } = await start(port, ...account);
    expect(problem).toMatch(new RegExp(`^The ${kind} no-such-${kind}-here, .* does not exist`));
    await expect(ask(port)).rejects.toThrow();
  });

  test('looking up an account leaves this process who it is', () => {
    planPrivileges({ user: 'nobody', group: 'no-such-group-here' });
    expect(planPrivileges({ user: 'nobody', group: 'nobody' })).toMatchObject({ ok: true });
    expect([process.geteuid?.(), process.getegid?.()]).toEqual([0, process.getgid?.()]);
  });
});

test('who is not root stays who it is, and is told why', () => {
  const notRoot = {
    geteuid: () => 1000,
    seteuid: () => {
      throw new Error('not permitted');
    },
    getegid: () => 1000,
    setegid: () => {},
  };
  expect(planPrivileges({ user: 'nobody' }, notRoot)).toEqual({
    ok: true,
    value: { kind: 'stay', reason: expect.stringContaining('not started as root') },
  });
});

test('without user and group nothing is to be done', () => {
  expect(planPrivileges({})).toEqual({ ok: true, value: { kind: 'stay' } });
});

describe('the change of user', () => {
  /** A system that notes the calls, and can be told to ignore one of them. */
  function fakeHost(ignored?: string) {
    const calls: string[] = [];
    const ids = { uid: 0, gid: 0, groups: [0] };
    const set = (name: string, change: () => void) => {
      calls.push(name);
      if (name !== ignored) change();
    };
    return {
      calls,
      getuid: () => ids.uid,
      geteuid: () => ids.uid,
      getgid: () => ids.gid,
      getegid: () => ids.gid,
      getgroups: () => ids.groups,
      initgroups: (_user: string | number, group: string | number) =>
        set('initgroups', () => {
          ids.groups = [Number(group)];
        }),
      setgroups: () => {},
      setgid: (id: string | number) =>
        set('setgid', () => {
          ids.gid = Number(id);
        }),
      setuid: (id: string | number) => {
        if (ids.uid !== 0 && id === 0) throw new Error('not permitted');
        set('setuid', () => {
          ids.uid = Number(id);
        });
      },
    };
  }

  test('changes the groups first, because without root they could not be changed any more', () => {
    const host = fakeHost();
    dropPrivileges({ uid: 65534, gid: 65534 }, host);
    expect(host.calls).toEqual(['initgroups', 'setgid', 'setuid']);
  });

  test.each(['initgroups', 'setgid', 'setuid'])('that %s did not take effect is noticed', (ignored) => {
    expect(() => dropPrivileges({ uid: 65534, gid: 65534 }, fakeHost(ignored))).toThrow(
      'did not take effect',
    );
  });
});
