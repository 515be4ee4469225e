import { failed, success } from '../../../../core/result.ts';
import type { AddressHost } from '../address-host.ts';
import { interfaceAddresses } from '../interface-addresses.ts';
import { ipv4Address, metadataPort } from '../wanted-address.ts';
import { planWindowsInstall, planWindowsRemoval } from './plan-windows.ts';

/** The IPv4 address on the loopback interface; Metafob listens there itself. Has never run on Windows. */
export const windowsAddressHost = (): AddressHost => ({
  redirects: false,
  hasIpv6: false,
  async status() {
    const isThere = interfaceAddresses().loopback.includes(ipv4Address);
    return {
      addresses: isThere ? [ipv4Address] : [],
      ...(isThere ? { localPort: metadataPort } : {}),
      rules: undefined,
      persistent: isThere,
    };
  },
  async planInstall() {
    const { loopback, other } = interfaceAddresses();
    return other.includes(ipv4Address)
      ? failed([
          `Another network interface has the address ${ipv4Address}. Is this a virtual machine in a cloud?`,
        ])
      : success(planWindowsInstall(loopback));
  },
  findBridge: async () => undefined,
  planRemoval: async () => planWindowsRemoval(interfaceAddresses().loopback),
});
