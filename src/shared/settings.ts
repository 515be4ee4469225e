/** What the user chooses in the desktop app. Kept by electron-store; never holds a secret. */
import { z } from 'zod';

export const SETTINGS_VERSION = 1;

export const Settings = z.object({
  version: z.literal(SETTINGS_VERSION),
  /** The profile in use when the app was quit; the configuration decides when it is absent or gone. */
  activeProfile: z.string().optional(),
  launchAtLogin: z.boolean(),
  notifications: z.boolean(),
  /** Submit a code with its sixth digit, without Enter. */
  submitOnSixthDigit: z.boolean(),
  /** Forget all sessions when the screen is locked. */
  clearOnLock: z.boolean(),
  /** Electron accelerator that opens the question for a code, or the dashboard; none by default. */
  globalShortcut: z.string().optional(),
  /** Look for new versions (asks before it downloads anything). */
  checkForUpdates: z.boolean(),
  firstRunDone: z.boolean(),
});
export type Settings = z.infer<typeof Settings>;

export const defaultSettings: Settings = {
  version: SETTINGS_VERSION,
  launchAtLogin: false,
  notifications: true,
  submitOnSixthDigit: true,
  clearOnLock: false,
  checkForUpdates: false,
  firstRunDone: false,
};

/** What a page may change. `null` removes the shortcut. */
export const SettingsChange = z
  .object({
    launchAtLogin: z.boolean(),
    notifications: z.boolean(),
    submitOnSixthDigit: z.boolean(),
    clearOnLock: z.boolean(),
    globalShortcut: z.string().max(60).nullable(),
    checkForUpdates: z.boolean(),
    firstRunDone: z.boolean(),
  })
  .partial();
export type SettingsChange = z.infer<typeof SettingsChange>;
