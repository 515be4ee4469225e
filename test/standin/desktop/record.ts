/** What the desktop would show, as plain data that crosses to a test. */
export interface ShownMenuItem {
  readonly type: string;
  readonly label: string;
  readonly enabled: boolean;
  readonly checked: boolean;
  readonly items: readonly ShownMenuItem[];
}

export interface ShownTray {
  /** File of the picture. */
  readonly icon: string;
  readonly toolTip: string;
  readonly title: string;
  readonly menu: readonly ShownMenuItem[];
}

export interface ShownNotification {
  readonly title: string;
  readonly body: string;
  readonly actions: readonly string[];
  readonly open: boolean;
}

export interface ShownMessageBox {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
}

/** `globalThis.__standin` in the main process: what a user sees outside of windows, and does there. */
export interface DesktopControls {
  /** The newest tray icon that is not destroyed. */
  tray(): ShownTray | undefined;
  /** Chooses a menu item by its labels. @throws Error that lists what there is */
  chooseFromTray(labels: readonly string[]): void;
  clickTray(kind: 'click' | 'double-click' | 'right-click'): void;
  notifications(): readonly ShownNotification[];
  /** Clicks the newest open notification with this title; with an action's name, that button. */
  clickNotification(title: string, action?: string): void;
  openedLinks(): readonly string[];
  shortcuts(): readonly string[];
  pressShortcut(accelerator: string): void;
  /** Another program owns all shortcuts from now on, or no longer. */
  refuseShortcuts(refuse: boolean): void;
  /** From now on the desktop shows windows without giving them the keyboard, or does it again. */
  refuseFocus(refuse: boolean): void;
  emitPower(event: string): void;
  messageBoxes(): readonly ShownMessageBox[];
  /** Which button the user presses in message boxes from now on. */
  answerMessageBoxes(button: string): void;
}
