import type { TrayInput } from '../../src/main/tray/tray-view.ts';
import { inMinutes, inputOf, manyProfiles, prompt, viewOf } from '../../test/unit/tray/support/views.ts';

/** A day with the tray; the names become those of the files. */
export const trayScenes: Readonly<Record<string, TrayInput>> = {
  none: inputOf(viewOf({ state: 'none' })),
  waiting: inputOf(viewOf({ state: 'waiting-for-code', promptId: 'prompt-1' }, { prompts: [prompt('dev')] })),
  active: inputOf(viewOf({ state: 'active', expiresAt: inMinutes(42) }), { launchAtLogin: true }),
  expiring: inputOf(viewOf({ state: 'expiring', expiresAt: inMinutes(8) })),
  error: inputOf(
    viewOf({
      state: 'failed',
      problem: {
        kind: 'network',
        message: 'AWS could not be reached. Check the network and the proxy settings, then try again.',
      },
    }),
  ),
  unreachable: inputOf(viewOf({ state: 'none' }), {
    listenerProblem: 'Port 45000 is in use by another program. Choose another port in the configuration.',
  }),
  paused: inputOf(viewOf({ state: 'none' }), { paused: true }),
  'many-profiles': inputOf(manyProfiles(13, 12)),
};
