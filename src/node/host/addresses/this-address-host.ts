import { existsSync, readFileSync } from 'node:fs';
import type { AddressHost } from './address-host.ts';
import { linuxAddressHost } from './linux/linux-address-host.ts';
import { findLinuxPrograms } from './linux/linux-host.ts';
import { macosAddressHost } from './macos/macos-address-host.ts';
import { windowsAddressHost } from './windows/windows-address-host.ts';

/** The addresses of the system that this process runs on; undefined for systems without a way. */
export async function thisAddressHost(platform: NodeJS.Platform): Promise<AddressHost | undefined> {
  switch (platform) {
    case 'linux':
      return linuxAddressHost({
        // The folder by which programs recognise a running systemd (sd_booted).
        programs: await findLinuxPrograms(existsSync('/run/systemd/system')),
        rulesFolder: '/etc/metafob',
        unitFolder: '/etc/systemd/system',
        systemFolder: '/sys',
        hasIpv6: loopbackHasIpv6(),
      });
    case 'darwin':
      return macosAddressHost();
    case 'win32':
      return windowsAddressHost();
    default:
      return undefined;
  }
}

export function loopbackHasIpv6(): boolean {
  try {
    return readFileSync('/proc/sys/net/ipv6/conf/lo/disable_ipv6', 'utf8').trim() === '0';
  } catch {
    return false;
  }
}
