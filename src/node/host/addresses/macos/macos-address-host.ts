import { readFile } from 'node:fs/promises';
import { failed, success } from '../../../../core/result.ts';
import type { AddressHost } from '../address-host.ts';
import { interfaceAddresses } from '../interface-addresses.ts';
import { ipv4Address, ipv6Address } from '../wanted-address.ts';
import {
  anchorFile,
  daemonFile,
  macosConflicts,
  type ObservedMacos,
  planMacosInstall,
  planMacosRemoval,
} from './plan-macos.ts';

/** Aliases of `lo0`, a pf anchor that redirects them, and a launchd daemon. Has never run on a Mac. */
export const macosAddressHost = (): AddressHost => ({
  redirects: true,
  hasIpv6: true,
  async status() {
    const { loopbackAddresses, files } = await observeMacos();
    const localPort = files.get(anchorFile)?.match(/ -> 127\.0\.0\.1 port (\d+)/)?.[1];
    return {
      addresses: files.has(daemonFile)
        ? loopbackAddresses.filter((address) => [ipv4Address, ipv6Address].includes(address))
        : [],
      ...(localPort === undefined ? {} : { localPort: Number(localPort) }),
      rules: undefined,
      persistent: files.has(daemonFile),
    };
  },
  async planInstall(wanted) {
    const observed = await observeMacos();
    const conflicts = macosConflicts(observed, interfaceAddresses().other);
    return conflicts.length > 0 ? failed(conflicts) : success(planMacosInstall(observed, wanted));
  },
  findBridge: async () => undefined,
  planRemoval: async () => planMacosRemoval(await observeMacos()),
});

async function observeMacos(): Promise<ObservedMacos> {
  const files = new Map<string, string>();
  for (const path of [anchorFile, daemonFile]) {
    const content = await readFile(path, 'utf8').catch(() => undefined);
    if (content !== undefined) files.set(path, content);
  }
  return { loopbackAddresses: interfaceAddresses().loopback, files };
}
