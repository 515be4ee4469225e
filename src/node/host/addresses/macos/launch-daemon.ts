import { ipv4Address, ipv6Address, type WantedAddress } from '../wanted-address.ts';
import { anchorName } from './pf-anchor.ts';

export const daemonLabel = 'org.metafob.address';
/** pf counts who enabled it; this file keeps our claim, so that it can be given back. */
export const pfTokenFile = '/var/run/org.metafob.address.pf-token';

/** A launchd daemon that runs once at every start of the system. */
export const launchDaemon = (wanted: WantedAddress, anchorFile: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<!-- Made by “metafob address install”; removed by “metafob address remove”. -->
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>${daemonLabel}</string>
  <key>ProgramArguments</key>
  <array>
    <string>/bin/sh</string>
    <string>-e</string>
    <string>-c</string>
    <string>${escapeXml(startScript(wanted, anchorFile))}</string>
  </array>
  <key>RunAtLoad</key>
  <true/>
</dict>
</plist>
`;

const startScript = ({ ipv6 }: WantedAddress, anchorFile: string): string =>
  [
    `/sbin/ifconfig lo0 inet ${ipv4Address} netmask 255.255.255.255 alias`,
    ...(ipv6 ? [`/sbin/ifconfig lo0 inet6 ${ipv6Address} prefixlen 128 alias`] : []),
    `/sbin/pfctl -a ${anchorName} -f ${anchorFile}`,
    // A second start must not count a second claim.
    `test -s ${pfTokenFile} || /sbin/pfctl -E 2>&1 | /usr/bin/sed -n 's/^Token : //p' > ${pfTokenFile}`,
  ].join('\n');

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
