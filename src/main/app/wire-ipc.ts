import { ipc, type WindowName } from '../../shared/ipc.ts';
import { type DesktopHandlerParts, desktopHandlers } from '../ipc/desktop-handlers.ts';
import { type InstanceHandlerParts, instanceHandlers } from '../ipc/instance-handlers.ts';
import { type MfaDeviceHandlerParts, mfaDeviceHandlers } from '../ipc/mfa-device-handlers.ts';
import { answer } from '../ipc/outcome.ts';
import { profileHandlers } from '../ipc/profile-handlers.ts';
import { promptCalls } from '../ipc/prompt-calls.ts';
import { type PromptHandlerParts, promptHandlers } from '../ipc/prompt-handlers.ts';
import { type IpcMainLike, registerIpc, type ShapesOf } from '../ipc/register-ipc.ts';
import { type SecretHandlerParts, secretHandlers } from '../ipc/secret-handlers.ts';
import { pageUrl } from '../windows/window-options.ts';

export interface IpcParts
  extends PromptHandlerParts,
    SecretHandlerParts,
    MfaDeviceHandlerParts,
    InstanceHandlerParts,
    DesktopHandlerParts {
  readonly ipcMain: IpcMainLike;
  /** Of the window as it is now. */
  readonly webContentsId: (window: WindowName) => number | undefined;
  readonly onRefused: (channel: string, reason: string) => void;
}

/** Registers everything that the pages may ask for. */
export function wireIpc(parts: IpcParts): void {
  const { ipcMain, engine } = parts;
  const { state: _promptState, ...promptContract } = ipc.prompt;
  const { state: _dashboardState, desktop: _desktop, ...dashboardContract } = ipc.dashboard;

  const policy = (window: WindowName) => ({
    url: pageUrl(window),
    webContentsId: () => parts.webContentsId(window),
    onRefused: parts.onRefused,
  });
  registerIpc<ShapesOf<typeof promptContract>>(
    ipcMain,
    'prompt',
    promptContract,
    promptHandlers(parts),
    policy('prompt'),
  );
  registerIpc<ShapesOf<typeof dashboardContract>>(
    ipcMain,
    'dashboard',
    dashboardContract,
    {
      ...promptCalls(engine),
      ...profileHandlers(engine),
      ...secretHandlers(parts),
      ...mfaDeviceHandlers(parts),
      ...instanceHandlers(parts),
      ...desktopHandlers(parts),
      getState: () => answer(engine.view()),
    },
    policy('dashboard'),
  );
}
