import { type Plan, run, type Step } from '../plan.ts';
import { ipv4Address, ipv6Address, type WantedAddress } from '../wanted-address.ts';
import { daemonLabel, launchDaemon, pfTokenFile } from './launch-daemon.ts';
import { anchorName, pfAnchor } from './pf-anchor.ts';

export const anchorFile = '/etc/pf.anchors/org.metafob.address';
export const daemonFile = `/Library/LaunchDaemons/${daemonLabel}.plist`;

export interface ObservedMacos {
  /** Addresses of the loopback interface. */
  readonly loopbackAddresses: readonly string[];
  /** Content of our files that exist, by path. */
  readonly files: ReadonlyMap<string, string>;
}

/** Two files, and the daemon that does what they say now and at every start. */
export function planMacosInstall(observed: ObservedMacos, wanted: WantedAddress): Plan {
  const anchor = pfAnchor(wanted);
  const daemon = launchDaemon(wanted, anchorFile);
  const isCurrent =
    observed.files.get(anchorFile) === anchor &&
    observed.files.get(daemonFile) === daemon &&
    [ipv4Address, ...(wanted.ipv6 ? [ipv6Address] : [])].every((address) =>
      observed.loopbackAddresses.includes(address),
    );
  if (isCurrent) return { steps: [] };
  return {
    steps: [
      ...unload(observed),
      ...(wanted.ipv6 ? [] : removeAddresses(observed, [ipv6Address])),
      { kind: 'write-file', path: anchorFile, content: anchor, why: 'Redirect the addresses to Metafob.' },
      { kind: 'write-file', path: daemonFile, content: daemon, why: 'Do it at every start of the system.' },
      run(
        { program: '/bin/launchctl', arguments: ['bootstrap', 'system', daemonFile] },
        'Do it now: launchd runs the new daemon at once.',
      ),
    ],
  };
}

/** pf itself is switched off again when nobody else uses it. */
export function planMacosRemoval(observed: ObservedMacos): Plan {
  if (!observed.files.has(anchorFile) && !observed.files.has(daemonFile)) return { steps: [] };
  return {
    steps: [
      ...unload(observed),
      run(
        { program: '/sbin/pfctl', arguments: ['-a', anchorName, '-F', 'all'] },
        'Remove the packet filter rules.',
      ),
      run(
        {
          program: '/bin/sh',
          arguments: ['-c', `test ! -s ${pfTokenFile} || /sbin/pfctl -X "$(/bin/cat ${pfTokenFile})"`],
        },
        'Tell the packet filter that Metafob does not need it any more.',
      ),
      ...removeAddresses(observed, [ipv4Address, ipv6Address]),
      ...[daemonFile, anchorFile, pfTokenFile].map(
        (path): Step => ({ kind: 'remove-file', path, why: 'Remove what Metafob made.' }),
      ),
    ],
  };
}

const unload = ({ files }: ObservedMacos): Step[] =>
  files.has(daemonFile)
    ? [
        run(
          // The daemon may be unloaded already, which is an error to launchctl.
          { program: '/bin/sh', arguments: ['-c', `/bin/launchctl bootout system/${daemonLabel} || true`] },
          'Unload the former daemon.',
        ),
      ]
    : [];

const removeAddresses = (observed: ObservedMacos, addresses: readonly string[]): Step[] =>
  addresses
    .filter((address) => observed.loopbackAddresses.includes(address))
    .map((address) =>
      run(
        {
          program: '/sbin/ifconfig',
          arguments: ['lo0', address === ipv4Address ? 'inet' : 'inet6', address, '-alias'],
        },
        `Take ${address} from loopback.`,
      ),
    );

/** `addresses` is ours only when our files are there: an alias carries no mark. */
export const macosConflicts = (
  { loopbackAddresses, files }: ObservedMacos,
  otherAddresses: readonly string[],
): string[] => {
  const isInTheWay = otherAddresses.includes(ipv4Address) || otherAddresses.includes(ipv6Address);
  const isForeign = !files.has(daemonFile) && loopbackAddresses.includes(ipv4Address);
  return [
    ...(isInTheWay ? [`Another network interface has the address ${ipv4Address} or ${ipv6Address}.`] : []),
    ...(isForeign
      ? [
          `${ipv4Address} is on lo0 already, and Metafob did not put it there. If nothing needs it, remove it with: sudo ifconfig lo0 -alias ${ipv4Address}`,
        ]
      : []),
  ];
};
