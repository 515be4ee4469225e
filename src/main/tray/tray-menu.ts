import type { EventRequest } from '../../shared/instance-api.ts';

/** The tray as data: what it shows and what a click asks for. Nothing here knows Electron. */
export type TrayIcon = 'none' | 'active' | 'expiring' | 'waiting' | 'error';

export const trayIcons: readonly TrayIcon[] = ['none', 'active', 'expiring', 'waiting', 'error'];

export type TrayCommand =
  | { readonly type: 'enter-code' }
  | { readonly type: 'use-profile'; readonly profile: string }
  | { readonly type: 'clear-session' }
  | { readonly type: 'copy-environment' }
  | { readonly type: 'open-dashboard' }
  | { readonly type: 'open-settings' }
  | { readonly type: 'simulate-event'; readonly event: EventRequest }
  | { readonly type: 'clear-events' }
  | { readonly type: 'set-launch-at-login'; readonly on: boolean }
  | { readonly type: 'set-paused'; readonly paused: boolean }
  | { readonly type: 'quit' };

export type TrayMenuItem =
  | { readonly type: 'separator' }
  /** Without a command it only tells something, and is disabled. */
  | {
      readonly type: 'normal';
      readonly label: string;
      readonly enabled: boolean;
      readonly command?: TrayCommand;
    }
  | {
      readonly type: 'radio' | 'checkbox';
      readonly label: string;
      readonly enabled: boolean;
      readonly checked: boolean;
      readonly command: TrayCommand;
    }
  | { readonly type: 'submenu'; readonly label: string; readonly items: readonly TrayMenuItem[] };

export interface TrayView {
  readonly icon: TrayIcon;
  readonly tooltip: string;
  readonly menu: readonly TrayMenuItem[];
}

export const separator: TrayMenuItem = { type: 'separator' };

export const line = (label: string): TrayMenuItem => ({ type: 'normal', label, enabled: false });

export const action = (label: string, command: TrayCommand, enabled = true): TrayMenuItem => ({
  type: 'normal',
  label,
  enabled,
  command,
});
