import { describe, expect, test } from 'vitest';
import { type UnitScope, unitPath, unitText } from '../../../src/service/lifecycle/systemd-unit.ts';

const ofUser: UnitScope = { kind: 'user', configHome: '/home/alice/.config' };
const ofSystem: UnitScope = { kind: 'system', user: 'alice' };
const content = {
  command: ['/usr/bin/node', '/opt/metafob/bin/metafob.js', 'serve'],
  finalExitCodes: [2, 7],
};

const lineOf = (text: string, key: string): string | undefined =>
  text.split('\n').find((line) => line.startsWith(`${key}=`));

describe('the unit file', () => {
  test('is where systemd looks for it', () => {
    expect(unitPath(ofUser)).toBe('/home/alice/.config/systemd/user/metafob.service');
    expect(unitPath(ofSystem)).toBe('/etc/systemd/system/metafob.service');
  });

  test('starts the service with every login of a user, and with every boot of the system', () => {
    expect(lineOf(unitText(ofUser, content), 'WantedBy')).toBe('WantedBy=default.target');
    expect(lineOf(unitText(ofSystem, content), 'WantedBy')).toBe('WantedBy=multi-user.target');
  });

  test('starts again what crashed, but not what would fail in the same way', () => {
    const text = unitText(ofUser, content);
    expect(lineOf(text, 'Restart')).toBe('Restart=on-failure');
    expect(lineOf(text, 'RestartPreventExitStatus')).toBe('RestartPreventExitStatus=2 7');
  });

  test('of the system runs as the named user, who may only bind low ports beyond what users may', () => {
    const text = unitText(ofSystem, content);
    expect(lineOf(text, 'User')).toBe('User=alice');
    expect(lineOf(text, 'CapabilityBoundingSet')).toBe('CapabilityBoundingSet=CAP_NET_BIND_SERVICE');
  });

  test.each([
    ['a space', '/home/al ice/x', '"/home/al ice/x"'],
    ['a quote', 'a"b', '"a\\"b"'],
    ['a backslash', 'a\\b', '"a\\\\b"'],
    ['a specifier of systemd', '/50%.conf', '/50%%.conf'],
    ['a variable', '/$x', '/$$x'],
    ['a semicolon, which ends a command', ';', '";"'],
    ['nothing', '', '""'],
  ])('gives systemd a word with %s as it is', (_what, word, written) => {
    const text = unitText(ofUser, { ...content, command: ['/bin/x', word] });
    expect(lineOf(text, 'ExecStart')).toBe(`ExecStart=/bin/x ${written}`);
  });
});
