import { describe, expect, test } from 'vitest';
import { daemonLabel, launchDaemon } from '../../../src/node/host/addresses/macos/launch-daemon.ts';
import { pfAnchor } from '../../../src/node/host/addresses/macos/pf-anchor.ts';
import {
  anchorFile,
  daemonFile,
  macosConflicts,
  planMacosInstall,
  planMacosRemoval,
} from '../../../src/node/host/addresses/macos/plan-macos.ts';
import { stepText } from '../../../src/node/host/addresses/plan.ts';

// These plans have never been carried out on a Mac: the tests say what is meant, not that it works.

const wanted = { localPort: 45_000, ipv6: true };
const fresh = { loopbackAddresses: ['127.0.0.1', '::1'], files: new Map<string, string>() };
const installed = {
  loopbackAddresses: ['127.0.0.1', '169.254.169.254', 'fd00:ec2::254'],
  files: new Map([
    [anchorFile, pfAnchor(wanted)],
    [daemonFile, launchDaemon(wanted, anchorFile)],
  ]),
};

test('the anchor redirects both addresses on loopback and keeps other machines out', () => {
  expect(pfAnchor(wanted)).toContain(
    'rdr pass on lo0 inet proto tcp from any to 169.254.169.254 port 80 -> 127.0.0.1 port 45000\n',
  );
  expect(pfAnchor(wanted)).toContain(
    'rdr pass on lo0 inet6 proto tcp from any to fd00:ec2::254 port 80 -> ::1 port 45000\n',
  );
  expect(pfAnchor(wanted)).toContain('block drop in quick on ! lo0 inet from any to 169.254.169.254\n');
});

test('the daemon is well-formed: its script is escaped', () => {
  const daemon = launchDaemon(wanted, anchorFile);
  expect(daemon).toContain('/sbin/pfctl -E 2&gt;&amp;1');
  expect(daemon).toContain(`<string>${daemonLabel}</string>`);
});

describe('installing', () => {
  test('writes the anchor before the daemon that loads it, and starts the daemon', () => {
    const lines = planMacosInstall(fresh, wanted).steps.map((step) =>
      step.kind === 'write-file' ? step.path : stepText(step),
    );
    expect(lines).toEqual([anchorFile, daemonFile, `/bin/launchctl bootstrap system ${daemonFile}`]);
  });

  test('a second time has nothing to do', () => {
    expect(planMacosInstall(installed, wanted).steps).toEqual([]);
  });

  test('with another port loads the daemon anew', () => {
    const lines = planMacosInstall(installed, { ...wanted, localPort: 45_001 }).steps.map(stepText);
    expect(lines[0]).toContain('bootout');
    expect(lines.at(-1)).toContain('bootstrap');
  });
});

test('removing takes the addresses and the rules away, and gives the claim on pf back', () => {
  const lines = planMacosRemoval(installed).steps.map(stepText);
  expect(lines).toContain('/sbin/pfctl -a com.apple/metafob -F all');
  expect(lines).toContain('/sbin/ifconfig lo0 inet 169.254.169.254 -alias');
  expect(lines.join('\n')).toContain('/sbin/pfctl -X');
  expect(planMacosRemoval(fresh).steps).toEqual([]);
});

test('an alias that Metafob did not make is a conflict', () => {
  expect(macosConflicts({ ...installed, files: new Map() }, []).join()).toContain('did not put it there');
  expect(macosConflicts(fresh, ['169.254.169.254']).join()).toContain('Another network interface');
  expect(macosConflicts(installed, ['192.0.2.1'])).toEqual([]);
});
