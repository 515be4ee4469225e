import { EventEmitter } from 'node:events';
import { createEvent } from '../app/event.ts';
import type { Codec } from '../page/codec.ts';

export type Handler = (event: object, ...args: unknown[]) => unknown;

/** Electron's `ipcMain`. */
export class IpcMain extends EventEmitter {
  readonly #handlers = new Map<string, Handler>();

  /** @throws Error when the channel has a handler already */
  handle(channel: string, handler: Handler): void {
    if (typeof handler !== 'function')
      throw new TypeError(`Expected handler to be a function, but found type '${typeof handler}'`);
    if (this.#handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    }
    this.#handlers.set(channel, handler);
  }
  handleOnce(channel: string, handler: Handler): void {
    this.handle(channel, (event, ...args) => {
      this.removeHandler(channel);
      return handler(event, ...args);
    });
  }
  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }
  handlerOf(channel: string): Handler | undefined {
    return this.#handlers.get(channel);
  }
}

export interface IpcSender {
  send(channel: string, ...args: unknown[]): void;
}

/** A text from a preload script: a call, or a message without an answer. */
export interface IpcRequest {
  readonly kind: 'invoke' | 'send';
  readonly call: number;
  readonly channel: string;
  readonly args: string;
}

export interface IpcParts {
  readonly ipcMain: IpcMain;
  readonly codec: Codec;
}

/** Hands a page's request to ipcMain. Gives the text of the answer, if there is to be one. */
export async function answerIpc(
  { ipcMain, codec }: IpcParts,
  sender: IpcSender & { readonly mainFrame: object },
  request: IpcRequest,
): Promise<string | undefined> {
  const { channel, call } = request;
  const decoded = codec.decode(request.args);
  const args = Array.isArray(decoded) ? decoded : [];
  const event = createEvent({
    type: 'frame',
    sender,
    senderFrame: sender.mainFrame,
    processId: 1,
    frameId: 1,
    ports: [],
    reply: (to: string, ...values: unknown[]) => sender.send(to, ...values),
  });
  if (request.kind === 'send') {
    ipcMain.emit(channel, event, ...args);
    return undefined;
  }
  try {
    const handler = ipcMain.handlerOf(channel);
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    return JSON.stringify({ kind: 'answer', call, value: codec.encode(await handler(event, ...args)) });
  } catch (error) {
    console.error(`Error occurred in handler for '${channel}':`, error);
    return JSON.stringify({
      kind: 'answer',
      call,
      error: `Error invoking remote method '${channel}': ${error}`,
    });
  }
}
