import type { WebContents } from 'electron';
import { channelName, type IpcContract, type MessageOf, type WindowName } from '../../shared/ipc.ts';

type PushName<Contract> = {
  [Name in keyof Contract]: Contract[Name] extends { kind: 'push' } ? Name : never;
}[keyof Contract];

/** Sends a message of the contract to a window, if it is there. */
export function pushTo<Window extends WindowName, Name extends PushName<IpcContract[Window]> & string>(
  contents: Pick<WebContents, 'send' | 'isDestroyed'> | undefined,
  window: Window,
  name: Name,
  message: MessageOf<IpcContract[Window][Name]>,
): void {
  if (contents !== undefined && !contents.isDestroyed()) contents.send(channelName(window, name), message);
}
