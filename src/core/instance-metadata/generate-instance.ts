import type { Instance } from './instance.ts';

/**
 * A plausible instance. Equal seeds give equal instances; every value has a source of its own, so that a value
 * that is added later changes none of the others.
 *
 * @param launchedAt ms since the epoch
 */
export function generateInstance(seed: string, launchedAt: number): Instance {
  const digits = (name: string, length: number) => hexadecimal(`${seed}/${name}`, length);
  const number = (name: string, below: number) => Number.parseInt(digits(name, 6), 16) % below;
  // A group of an IPv6 address, written without zeros in front.
  const group = (name: string) => (1 + number(name, 0xffff)).toString(16);
  const id = (prefix: string) => `${prefix}-0${digits(prefix, 16)}`;
  const subnet = 16 * number('subnet address', 16);
  // Public addresses are from the ranges that are reserved for documentation: nobody's real ones.
  const ipv6Range = `2001:db8:${group('vpc ipv6')}:1${digits('vpc ipv6 end', 1)}`;
  return {
    id: id('i'),
    type: 't3.micro',
    architecture: 'x86_64',
    hypervisor: 'nitro',
    bootProfile: 'default-hvm',
    lifeCycle: 'on-demand',
    launchedAt,
    reservationId: id('r'),
    image: { id: id('ami'), launchIndex: 0, manifestPath: '(unknown)', productCodes: [] },
    blockDevices: { ami: '/dev/xvda', root: '/dev/xvda' },
    keyPair: { name: 'metafob', publicKey: publicKey(digits('public key', 64)) },
    network: {
      id: id('eni'),
      // Locally administered, as those of EC2 are.
      mac: ['02', ...groups(digits('mac', 10), 2)].join(':'),
      localIpv4: `172.31.${subnet + number('third octet', 16)}.${4 + number('fourth octet', 250)}`,
      publicIpv4: `203.0.113.${1 + number('public address', 254)}`,
      ipv6Addresses: [
        `${ipv6Range}00:${['a', 'b', 'c', 'd'].map((part) => group(`ipv6 ${part}`)).join(':')}`,
      ],
      securityGroups: [{ id: id('sg'), name: 'default' }],
      subnet: {
        id: id('subnet'),
        ipv4CidrBlock: `172.31.${subnet}.0/20`,
        ipv6CidrBlock: `${ipv6Range}00::/64`,
      },
      vpc: { id: id('vpc'), ipv4CidrBlock: '172.31.0.0/16', ipv6CidrBlock: `${ipv6Range}00::/56` },
    },
    placement: { zoneLetter: 'a', zoneNumber: 1 + number('zone', 3) },
    tags: { Name: 'metafob' },
    identityDocument: {},
    values: {},
  };
}

/** Digits that depend on the text only (FNV-1a as the seed of mulberry32). Good for looks, not for secrets. */
function hexadecimal(text: string, length: number): string {
  let state = 0x811c9dc5;
  for (const letter of text) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  let written = '';
  while (written.length < length) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    written += ((mixed ^ (mixed >>> 14)) >>> 0).toString(16).padStart(8, '0');
  }
  return written.slice(0, length);
}

const groups = (digits: string, length: number): string[] =>
  digits.match(new RegExp(`.{${length}}`, 'g')) ?? [];

/** An Ed25519 key in OpenSSH's form: name and key, each after its length. Nobody has the private half. */
function publicKey(digits: string): string {
  const bytes = groups(digits, 2).map((pair) => String.fromCharCode(Number.parseInt(pair, 16)));
  const withLength = (text: string) => `\0\0\0${String.fromCharCode(text.length)}${text}`;
  return `ssh-ed25519 ${btoa(withLength('ssh-ed25519') + withLength(bytes.join('')))} metafob`;
}
