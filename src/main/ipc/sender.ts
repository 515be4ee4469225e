/** The part of Electron's `IpcMainInvokeEvent` that says who calls. */
export interface Sender {
  readonly sender: { readonly id: number };
  /** Null when the frame was closed or went elsewhere meanwhile. */
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null;
}

export interface ExpectedSender {
  /** The page of the window; its hash may differ. */
  readonly url: string;
  /** Of the window as it is now; undefined when there is none. */
  readonly webContentsId: () => number | undefined;
}

export type SenderRefusal = 'frame-gone' | 'not-main-frame' | 'other-page' | 'other-window';

/** Why a call is not from the main frame of the window it belongs to; undefined when it is. */
export function senderRefusal(
  { sender, senderFrame }: Sender,
  expected: ExpectedSender,
): SenderRefusal | undefined {
  if (senderFrame === null) return 'frame-gone';
  if (senderFrame.parent !== null) return 'not-main-frame';
  if (senderFrame.url.split('#', 1)[0] !== expected.url) return 'other-page';
  if (sender.id !== expected.webContentsId()) return 'other-window';
  return undefined;
}
