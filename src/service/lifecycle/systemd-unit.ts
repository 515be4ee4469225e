import { posix } from 'node:path';

export const UNIT_NAME = 'metafob.service';

/** A unit of the user's own service manager, or of the system's, which runs the service as `user`. */
export type UnitScope =
  | { readonly kind: 'user'; readonly configHome: string }
  | { readonly kind: 'system'; readonly user: string };

/** Where systemd looks for the unit file (systemd.unit(5)). */
export function unitPath(scope: UnitScope): string {
  switch (scope.kind) {
    case 'user':
      return posix.join(scope.configHome, 'systemd', 'user', UNIT_NAME);
    case 'system':
      return posix.join('/etc/systemd/system', UNIT_NAME);
  }
}

export interface UnitContent {
  /** The program and its arguments, all absolute. */
  readonly command: readonly string[];
  /** Exit codes after which a new start would fail in the same way. */
  readonly finalExitCodes: readonly number[];
}

/** The text of the unit file (systemd.service(5), systemd.exec(5)). */
export function unitText(scope: UnitScope, { command, finalExitCodes }: UnitContent): string {
  return [
    '[Unit]',
    'Description=Metafob, instance metadata service with MFA',
    ...(scope.kind === 'system' ? ['Wants=network-online.target', 'After=network-online.target'] : []),
    '',
    '[Service]',
    'Type=exec',
    `ExecStart=${command.map(quoted).join(' ')}`,
    'Restart=on-failure',
    'RestartSec=5',
    `RestartPreventExitStatus=${finalExitCodes.join(' ')}`,
    'UMask=0077',
    'NoNewPrivileges=yes',
    ...(scope.kind === 'system' ? systemLines(scope.user) : []),
    '',
    '[Install]',
    `WantedBy=${scope.kind === 'user' ? 'default.target' : 'multi-user.target'}`,
    '',
  ].join('\n');
}

/** Not root, yet able to listen on port 80 of the metadata address. */
const systemLines = (user: string): string[] => [
  `User=${user}`,
  'AmbientCapabilities=CAP_NET_BIND_SERVICE',
  'CapabilityBoundingSet=CAP_NET_BIND_SERVICE',
  'PrivateTmp=yes',
  'ProtectSystem=full',
  'ProtectKernelTunables=yes',
  'ProtectControlGroups=yes',
  'RestrictSUIDSGID=yes',
];

/** As one word for systemd, which also expands `%` and `$`. */
const quoted = (word: string): string => {
  const escaped = word.replace(/[\\"]/g, '\\$&').replaceAll('%', '%%').replaceAll('$', '$$$$');
  return /^[\w%$@+=:,./-]+$/.test(escaped) ? escaped : `"${escaped}"`;
};
