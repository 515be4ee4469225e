import { failed, success } from '../../../../core/result.ts';
import type { AddressHost } from '../address-host.ts';
import { bridgeNamed } from './find-bridge.ts';
import { linuxConflicts } from './linux-conflicts.ts';
import type { LinuxHost } from './linux-host.ts';
import { linuxStatus } from './linux-status.ts';
import { observeLinux } from './observe-linux.ts';
import { chooseTools, planLinuxInstall, planLinuxRemoval } from './plan-linux.ts';

/** The addresses on `lo`, packet filter rules that redirect them, and a systemd unit that repeats both. */
export const linuxAddressHost = (host: LinuxHost): AddressHost => ({
  redirects: true,
  hasIpv6: host.hasIpv6,
  status: async () => linuxStatus(host, await observeLinux(host)),
  async planInstall(wanted) {
    const tools = chooseTools(host, wanted.ipv6);
    if (tools === undefined) {
      return failed([
        'The programs ip and nft (or iptables and ip6tables) are needed. Install the packages iproute2 and nftables.',
      ]);
    }
    if (wanted.ipv6 && !host.hasIpv6) {
      return failed(['IPv6 is switched off on this machine. Install without it: --no-ipv6']);
    }
    const observed = await observeLinux(host);
    const conflicts = linuxConflicts(observed, wanted);
    if (conflicts.length > 0) return failed(conflicts);
    return success(planLinuxInstall(host, tools, observed, wanted));
  },
  findBridge: async (name) => bridgeNamed(name, (await observeLinux(host)).addresses),
  planRemoval: async () => planLinuxRemoval(host, await observeLinux(host)),
});
