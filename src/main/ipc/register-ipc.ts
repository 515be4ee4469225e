import type { z } from 'zod';
import { type AnswerOf, channelName, type RequestOf, type WindowName } from '../../shared/ipc.ts';
import type { ErrorResponse } from '../../shared/manage-api.ts';
import { type ExpectedSender, type Sender, senderRefusal } from './sender.ts';

type Shapes = Record<string, { request: unknown; answer: unknown }>;

/** What each call of a contract asks and answers. */
export type ShapesOf<Contract> = {
  [Name in keyof Contract]: { request: RequestOf<Contract[Name]>; answer: AnswerOf<Contract[Name]> };
};

/** The calls of a window's contract, without its pushes. */
export type CallContract<Calls extends Shapes> = {
  readonly [Name in keyof Calls]: {
    readonly request: z.ZodType<Calls[Name]['request']>;
    readonly answer: z.ZodType<Calls[Name]['answer']>;
  };
};

/** One function for each call. What it throws becomes an error value that says no more than the log does. */
export type CallHandlers<Calls extends Shapes> = {
  readonly [Name in keyof Calls]: (
    request: Calls[Name]['request'],
  ) => Promise<Calls[Name]['answer']> | Calls[Name]['answer'];
};

/** The part of Electron's `ipcMain` that is used. */
export interface IpcMainLike {
  handle(channel: string, listener: (event: Sender, ...args: unknown[]) => Promise<unknown>): void;
}

export interface IpcPolicy extends ExpectedSender {
  /** A call that was refused or failed, for the log. No request and no answer is in it. */
  readonly onRefused: (channel: string, reason: string) => void;
}

/**
 * Registers a handler for each call of a window. Each checks who calls, and parses the request and the
 * answer: pages are not trusted, and an answer of another shape than the contract's is our own fault, which
 * must not reach a page. Errors go back as values.
 */
export function registerIpc<Calls extends Shapes>(
  ipcMain: IpcMainLike,
  window: WindowName,
  contract: CallContract<Calls>,
  handlers: CallHandlers<Calls>,
  policy: IpcPolicy,
): void {
  for (const name in contract) {
    const channel = channelName(window, name);
    const { request, answer } = contract[name];
    const handler = handlers[name];

    ipcMain.handle(channel, async (event, ...args) => {
      const refusal = senderRefusal(event, policy);
      if (refusal !== undefined) {
        policy.onRefused(channel, refusal);
        return refused('forbidden', 'This window may not do that.');
      }
      const asked = request.safeParse(args[0]);
      if (!asked.success || args.length > 1) {
        policy.onRefused(channel, 'malformed request');
        return refused('bad-request', 'The window asked for something that Metafob does not understand.');
      }
      try {
        return answer.parse(await handler(asked.data));
      } catch (error) {
        policy.onRefused(channel, `failed: ${error instanceof Error ? error.name : typeof error}`);
        return refused('unknown', 'Metafob failed unexpectedly; its log says more.');
      }
    });
  }
}

const refused = (kind: ErrorResponse['error']['kind'], message: string) => ({
  ok: false as const,
  error: { kind, message },
});
