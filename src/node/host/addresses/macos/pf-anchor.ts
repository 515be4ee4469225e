import { ipv4Address, ipv6Address, metadataPort, type WantedAddress } from '../wanted-address.ts';

/** Below `com.apple/`, because the rules that macOS comes with call those anchors: pf.conf stays as it is. */
export const anchorName = 'com.apple/metafob';

/** Rules for `pfctl -a … -f`: translations first, as pf demands. */
export function pfAnchor({ localPort, ipv6 }: WantedAddress): string {
  const lines = [
    `rdr pass on lo0 inet proto tcp from any to ${ipv4Address} port ${metadataPort} -> 127.0.0.1 port ${localPort}`,
    ...(ipv6
      ? [
          `rdr pass on lo0 inet6 proto tcp from any to ${ipv6Address} port ${metadataPort} -> ::1 port ${localPort}`,
        ]
      : []),
    `block drop in quick on ! lo0 inet from any to ${ipv4Address}`,
    ...(ipv6 ? [`block drop in quick on ! lo0 inet6 from any to ${ipv6Address}`] : []),
  ];
  return `# Made by “metafob address install”; removed by “metafob address remove”.\n${lines.join('\n')}\n`;
}
