import { action, separator, type TrayMenuItem } from './tray-menu.ts';

/** What the instance can be told of with one click; the dashboard has the rest. */
export const eventItems = (eventsScheduled: boolean): TrayMenuItem => ({
  type: 'submenu',
  label: 'Simulate event',
  items: [
    action('Spot interruption in 2 minutes', {
      type: 'simulate-event',
      event: { kind: 'spot-interruption', action: 'terminate' },
    }),
    action('Rebalance recommendation', {
      type: 'simulate-event',
      event: { kind: 'rebalance-recommendation' },
    }),
    action('Maintenance', {
      type: 'simulate-event',
      event: { kind: 'scheduled-maintenance', code: 'system-reboot', state: 'active' },
    }),
    separator,
    action('Clear', { type: 'clear-events' }, eventsScheduled),
  ],
});
