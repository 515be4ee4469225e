import { join } from 'node:path';
import type { InstalledAddress } from '../address-host.ts';
import type { LinuxHost } from './linux-host.ts';
import type { ObservedLinux } from './observed-linux.ts';
import { ourAddresses, ourRuleComments } from './our-addresses.ts';
import { localPortIn } from './rules.ts';
import { unitName } from './systemd-unit.ts';

/** What is in force, and whether it comes back after a restart of the system. */
export function linuxStatus(host: LinuxHost, observed: ObservedLinux): InstalledAddress {
  const comments = ourRuleComments(observed);
  const files = [...observed.files.values()];
  // Without the right to read rules the file that holds them is the next best source.
  const localPort = localPortIn(comments) ?? localPortIn(files.flatMap(commentsIn));
  return {
    addresses: ourAddresses(observed).map(({ address }) => address),
    ...(localPort === undefined ? {} : { localPort }),
    rules: observed.rulesAreKnown ? comments : undefined,
    persistent: observed.files.has(join(host.unitFolder, unitName)) && observed.unitIsEnabled,
  };
}

const commentsIn = (text: string): string[] =>
  [...text.matchAll(/"(metafob: [^"]*)"/g)].map(([, comment]) => comment ?? '');
