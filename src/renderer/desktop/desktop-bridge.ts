import type { DashboardApi, DesktopView } from '../../shared/ipc.ts';
import type { SettingsChange } from '../../shared/settings.ts';
import type { ActionResult } from '../bridge.ts';
import { createInstanceBridge, type InstanceBridge } from '../dashboard/instance/instance-bridge.ts';
import { answered } from './answered.ts';

export type LinkName = Parameters<DashboardApi['openLink']>[0]['link'];

/** What the dashboard may ask of the desktop app, beyond what a Bridge asks of the engine. */
export interface DesktopBridge {
  /** Calls back with what the app knows now and after every change. Returns an unsubscribe. */
  subscribe(onDesktop: (desktop: DesktopView) => void): () => void;
  changeSettings(change: SettingsChange): Promise<ActionResult>;
  /** Base32 or an otpauth:// URI; it goes to the keychain and never comes back. */
  storeSecret(profile: string, secret: string): Promise<ActionResult>;
  /** Computes a code, which stays in the main process; seconds until it changes. */
  testSecret(profile: string): Promise<ActionResult<{ readonly secondsLeft: number }>>;
  removeSecret(profile: string): Promise<ActionResult>;
  readonly instance: InstanceBridge;
  /** The newest lines of the log, oldest first. */
  readLog(): Promise<ActionResult<readonly string[]>>;
  copyDiagnostics(): Promise<ActionResult>;
  copyEnvironmentLine(): Promise<ActionResult>;
  /** Stops listening, or starts again, also after a listener could not be opened. */
  setPaused(paused: boolean): Promise<ActionResult>;
  openLink(link: LinkName): Promise<ActionResult>;
}

export const createDesktopBridge = (api: DashboardApi): DesktopBridge => ({
  subscribe: (onDesktop) => {
    let subscribed = true;
    let pushed = false;
    const unsubscribe = api.on('desktop', (desktop) => {
      pushed = true;
      onDesktop(desktop);
    });
    void answered(api.getDesktop()).then((result) => {
      if (subscribed && !pushed && result.ok) onDesktop(result.value);
    });
    return () => {
      subscribed = false;
      unsubscribe();
    };
  },
  changeSettings: (change) => answered(api.changeSettings(change)),
  storeSecret: (profile, secret) => answered(api.storeSecret({ profile, secret })),
  testSecret: (profile) => answered(api.testSecret({ profile })),
  removeSecret: (profile) => answered(api.removeSecret({ profile })),
  instance: createInstanceBridge(api),
  readLog: () => answered(api.readLog()),
  copyDiagnostics: () => answered(api.copyDiagnostics()),
  copyEnvironmentLine: () => answered(api.copyEnvironmentLine()),
  setPaused: (paused) => answered(api.setPaused({ paused })),
  openLink: (link) => answered(api.openLink({ link })),
});
