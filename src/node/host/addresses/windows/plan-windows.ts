import { type Command, type Plan, run } from '../plan.ts';
import { ipv4Address } from '../wanted-address.ts';

/** The name of the loopback interface is the same in every language of Windows. */
export const loopbackInterface = 'Loopback Pseudo-Interface 1';

/**
 * Gives the address to loopback, for good. Nothing is redirected: on Windows port 80 needs no privilege, so
 * Metafob listens there itself. `netsh interface portproxy` would work too, but a service in between hides
 * which program asks.
 */
export const planWindowsInstall = (loopbackAddresses: readonly string[]): Plan => ({
  steps: loopbackAddresses.includes(ipv4Address)
    ? []
    : [run(netsh('add', [ipv4Address, '255.255.255.255']), `Give ${ipv4Address} to loopback.`)],
});

export const planWindowsRemoval = (loopbackAddresses: readonly string[]): Plan => ({
  steps: loopbackAddresses.includes(ipv4Address)
    ? [run(netsh('delete', [ipv4Address]), `Take ${ipv4Address} from loopback.`)]
    : [],
});

const netsh = (action: 'add' | 'delete', words: readonly string[]): Command => ({
  program: 'netsh.exe',
  arguments: ['interface', 'ipv4', action, 'address', loopbackInterface, ...words],
});
