import type { MenuItemConstructorOptions } from 'electron';

/**
 * Without an Edit menu, ⌘C and ⌘V do not work on macOS. The other systems need no menu: their windows have
 * these keys by themselves.
 */
export const applicationMenu = (platform: NodeJS.Platform): MenuItemConstructorOptions[] | undefined =>
  platform === 'darwin' ? [{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }] : undefined;
