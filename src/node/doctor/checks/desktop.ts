import { activeProfileOf } from '../facts.ts';
import type { Check } from '../surroundings.ts';

/** The keyring, where the service keeps MFA secrets. */
export const keyringIsShut: Check = (surroundings) => {
  const { keyring } = surroundings.host;
  const usesSecret = activeProfileOf(surroundings)?.mfa.mode === 'stored-secret';
  switch (keyring?.kind) {
    case 'locked':
      return [
        {
          id: 'keyring-locked',
          severity: usesSecret ? 'problem' : 'warning',
          title: 'The keyring is locked',
          why: 'Metafob cannot read MFA secrets and keys that are kept there, and asks for codes instead.',
          fix: { sentence: keyring.reason },
        },
      ];
    case 'unavailable':
      return [
        {
          id: 'keyring-unavailable',
          severity: 'note',
          title: 'There is no keyring',
          why: `${keyring.reason} Metafob keeps secrets in an encrypted file, or in memory. See docs/secrets.md.`,
        },
      ];
    default:
      return [];
  }
};

/** A Linux desktop without a place for tray icons. */
export const noTrayIcon: Check = ({ host }) =>
  host.trayIsShown === false
    ? [
        {
          id: 'no-tray',
          severity: 'warning',
          title: 'This desktop shows no tray icons',
          why: 'The icon of Metafob cannot be seen. Questions for codes open as windows all the same.',
          fix: {
            sentence: 'On GNOME, install the extension “AppIndicator and KStatusNotifierItem Support”.',
          },
        },
      ]
    : [];
