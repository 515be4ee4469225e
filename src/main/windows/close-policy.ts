/** What closing the dashboard means. Without a tray icon nothing else would show that the app still runs. */
export type CloseAction = 'close' | 'ask';

export const onDashboardClose = (facts: {
  readonly quitting: boolean;
  readonly trayAvailable: boolean;
}): CloseAction => (facts.quitting || facts.trayAvailable ? 'close' : 'ask');
