import { join } from 'node:path';
import type { Network } from '../../../integration/addresses/support/network.ts';

const repository = join(import.meta.dirname, '..', '..', '..', '..');
export const metafobCommand = join(repository, 'bin', 'metafob.js');

/**
 * The command writes below /etc and, where systemd runs, would enable a unit. Both are hidden from it: what
 * `ip netns exec` starts has mounts of its own, which end with it.
 */
const withoutTraces = `set -e
mount -t tmpfs tmpfs /mnt
mkdir /mnt/upper /mnt/work
mount -t overlay overlay -o lowerdir=/etc,upperdir=/mnt/upper,workdir=/mnt/work /etc
if [ -d /run/systemd/system ]; then mount -t tmpfs tmpfs /run/systemd; fi
exec "$@"`;

/** Runs the built `metafob address install` in a network, and leaves no file behind. */
export function installAddress(network: Network, port: number): void {
  const words = [process.execPath, metafobCommand, 'address', 'install', '--port', String(port)];
  const { exitCode, output } = network.run('sh', '-c', withoutTraces, 'sh', ...words);
  if (exitCode !== 0) throw new Error(`metafob address install ended with ${exitCode}: ${output}`);
}
