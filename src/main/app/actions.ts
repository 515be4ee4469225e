import type { Engine } from '../../core/engine.ts';
import { failed, type Result, success } from '../../core/result.ts';
import type { InstanceControl } from '../../node/instance/instance-control.ts';
import type { DesktopService } from '../desktop-service.ts';
import type { TrayCommand } from '../tray/tray-view.ts';
import { environmentLine } from './environment-line.ts';
import type { LaunchAction } from './launch-windows.ts';

export interface ActionParts {
  readonly engine: Engine;
  readonly service: Pick<DesktopService, 'status' | 'setPaused'>;
  readonly instance: Pick<InstanceControl, 'schedule' | 'clear'>;
  readonly platform: NodeJS.Platform;
  readonly presentPrompt: () => void;
  readonly openDashboard: (view?: string) => void;
  readonly copy: (text: string) => void;
  readonly setLaunchAtLogin: (on: boolean) => Promise<unknown>;
  readonly quit: () => void;
}

/** What the user can do from the tray, the shortcut, a notification, or by starting the app again. */
export interface Actions {
  enterCode(): void;
  /** The failure is a sentence. */
  copyEnvironment(): Result<void, string>;
  launch(action: LaunchAction): void;
  dispatch(command: TrayCommand): void;
}

export function createActions(parts: ActionParts): Actions {
  const { engine, service } = parts;

  /** Opens a question for the profile in use; where none is needed, the dashboard shows how things stand. */
  async function askForCode(): Promise<void> {
    const name = engine.activeProfile();
    const session = engine.view().profiles.find((profile) => profile.name === name)?.session;
    if (session?.state === 'none' || session?.state === 'failed' || session?.state === 'expiring') {
      const made = await engine.startSession(name);
      if (!made.ok && made.failure.kind === 'mfa-required') {
        engine.askForCode(name);
        return;
      }
    }
    parts.openDashboard();
  }

  function enterCode(): void {
    if (engine.view().prompts.length > 0) parts.presentPrompt();
    else void askForCode();
  }

  function copyEnvironment(): Result<void, string> {
    const [listener] = service.status().listeners;
    if (listener === undefined) return failed('Metafob does not listen now, so there is no address to copy.');
    parts.copy(environmentLine(listener.url, parts.platform));
    return success(undefined);
  }

  return {
    enterCode,
    copyEnvironment,
    launch(action) {
      switch (action) {
        case 'nothing':
          return;
        case 'open-dashboard':
          return parts.openDashboard();
        case 'enter-code':
          return enterCode();
        case 'quit':
          return parts.quit();
      }
    },
    dispatch(command) {
      switch (command.type) {
        case 'enter-code':
          return enterCode();
        case 'use-profile':
          return void engine.useProfile(command.profile);
        case 'clear-session':
          return void engine.clearSession(engine.activeProfile());
        case 'copy-environment':
          return void copyEnvironment();
        case 'open-dashboard':
          return parts.openDashboard();
        case 'open-settings':
          return parts.openDashboard('settings');
        case 'simulate-event':
          return void parts.instance.schedule(command.event);
        case 'clear-events':
          return void parts.instance.clear('all');
        case 'set-launch-at-login':
          return void parts.setLaunchAtLogin(command.on);
        case 'set-paused':
          return void service.setPaused(command.paused);
        case 'quit':
          return parts.quit();
      }
    },
  };
}
