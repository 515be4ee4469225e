import { readFile } from 'node:fs/promises';

/** What the firmware tells; each undefined when this machine does not say or the user may not read it. */
export interface MachineFacts {
  readonly vendor: string | undefined;
  readonly productUuid: string | undefined;
  readonly assetTag: string | undefined;
  readonly hypervisorUuid: string | undefined;
}

/**
 * By which fact this machine is an EC2 instance, or undefined when it is none. A UUID that begins with “ec2”
 * occurs elsewhere by chance, so that of the firmware counts only under Xen. (AWS: “Detect whether a host is
 * an EC2 instance”.)
 */
export function ec2Evidence(facts: MachineFacts): string | undefined {
  const { vendor, productUuid, assetTag, hypervisorUuid } = facts;
  if (vendor === 'Amazon EC2') return `its vendor is “${vendor}”`;
  if (assetTag !== undefined && /^i-[0-9a-f]{8,17}$/.test(assetTag)) return `its asset tag is ${assetTag}`;
  if (hypervisorUuid !== undefined && /^ec2/i.test(hypervisorUuid)) {
    return `the UUID of its hypervisor is ${hypervisorUuid}`;
  }
  if (vendor === 'Xen' && productUuid !== undefined && /^ec2/i.test(productUuid)) {
    return `its product UUID is ${productUuid}`;
  }
  return undefined;
}

/** @param systemFolder where the kernel shows its facts, `/sys` */
export async function readMachineFacts(systemFolder: string): Promise<MachineFacts> {
  const read = async (name: string): Promise<string | undefined> => {
    try {
      return (await readFile(`${systemFolder}/${name}`, 'utf8')).trim();
    } catch {
      return undefined;
    }
  };
  const [vendor, productUuid, assetTag, hypervisorUuid] = await Promise.all([
    read('class/dmi/id/sys_vendor'),
    read('class/dmi/id/product_uuid'),
    read('class/dmi/id/board_asset_tag'),
    read('hypervisor/uuid'),
  ]);
  return { vendor, productUuid, assetTag, hypervisorUuid };
}
