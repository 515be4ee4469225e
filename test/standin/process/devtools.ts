import { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';
// Playwright ships the types of the protocol but does not export them.
import type { Protocol } from '../../../node_modules/playwright-core/types/protocol.d.ts';

export type { Protocol };

type Commands = Protocol.CommandParameters;
type Answers = Protocol.CommandReturnValues;

type Send = <Method extends keyof Commands & keyof Answers>(
  method: Method,
  parameters?: Commands[Method],
) => Promise<Answers[Method]>;
type On = <Name extends keyof Protocol.Events>(
  name: Name,
  listener: (payload: Protocol.Events[Name]) => void,
) => void;

/** Commands to and events from one page. */
export interface DevToolsSession {
  readonly send: Send;
  readonly on: On;
  /** Forgets all listeners; later commands fail. */
  end(): void;
}

/** The Chrome DevTools Protocol over a pipe: JSON texts that end with a zero byte. */
export interface DevTools {
  readonly send: Send;
  readonly on: On;
  session(id: string): DevToolsSession;
}

export function createDevTools(commands: Writable, answers: Readable): DevTools {
  const replies = new EventEmitter().setMaxListeners(0);
  const events = new EventEmitter().setMaxListeners(0);
  let lastId = 0;

  const sender =
    (sessionId?: string): Send =>
    (method, parameters) => {
      lastId += 1;
      const id = lastId;
      commands.write(`${JSON.stringify({ id, method, params: parameters ?? {}, sessionId })}\0`);
      return new Promise((resolve, reject) => {
        replies.once(String(id), (error, result) => {
          if (error === undefined) resolve(result);
          else reject(new Error(`${method}: ${error.message}`));
        });
      });
    };
  const listener =
    (sessionId = ''): On =>
    (name, call) => {
      events.on(`${sessionId} ${name}`, call);
    };

  // A closed pipe is reported by the end of Chromium itself.
  commands.on('error', () => undefined);
  answers.on('error', () => undefined);
  onTexts(answers, (text) => {
    const message = JSON.parse(text);
    if (message.id === undefined) events.emit(`${message.sessionId ?? ''} ${message.method}`, message.params);
    else replies.emit(String(message.id), message.error, message.result);
  });

  return {
    send: sender(),
    on: listener(),
    session: (id) => ({
      send: sender(id),
      on: listener(id),
      end() {
        for (const name of events.eventNames()) {
          if (String(name).startsWith(`${id} `)) events.removeAllListeners(name);
        }
      },
    }),
  };
}

function onTexts(stream: Readable, receive: (text: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    const texts = (rest + chunk).split('\0');
    rest = texts.pop() ?? '';
    for (const text of texts) receive(text);
  });
}
