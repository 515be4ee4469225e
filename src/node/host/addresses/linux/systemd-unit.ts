import type { Command } from '../plan.ts';

export const unitName = 'metafob-address.service';

export interface UnitCommands {
  /** May fail; lead to a state in which `start` works. */
  readonly prepare: readonly Command[];
  readonly start: readonly Command[];
  /** May fail. */
  readonly stop: readonly Command[];
}

/** A unit that repeats the installation at every start of the system. */
export const systemdUnit = ({ prepare, start, stop }: UnitCommands): string =>
  `# Made by “metafob address install”; removed by “metafob address remove”.
[Unit]
Description=The EC2 instance metadata address on loopback, redirected to Metafob
# Firewall services clear all rules when they start.
After=network-pre.target nftables.service iptables.service netfilter-persistent.service firewalld.service ufw.service

[Service]
Type=oneshot
RemainAfterExit=yes
${lines('ExecStartPre', '-', prepare)}${lines('ExecStart', '', start)}${lines('ExecStop', '-', stop)}
[Install]
WantedBy=multi-user.target
`;

const lines = (key: string, prefix: string, commands: readonly Command[]): string =>
  commands
    .map((command) => `${key}=${prefix}${[command.program, ...command.arguments].map(unitWord).join(' ')}\n`)
    .join('');

/** Systemd expands `%` and `$` even between quotes. */
const unitWord = (word: string): string => {
  const escaped = word
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('%', '%%')
    .replaceAll('$', '$$$$');
  return /\s/.test(word) ? `"${escaped}"` : escaped;
};
