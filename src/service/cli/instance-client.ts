import type { ZodType } from 'zod';
import type { HttpRequest } from '../../node/http/send-request.ts';
import {
  CertificateResponse,
  EventBody,
  type EventKind,
  EventsCleared,
  EventsResponse,
  type EventWish,
  InstanceResponse,
} from '../../shared/instance-api.ts';

/** The part of the manage API that is about the instance and its events. Every failure is a `CliError`. */
export interface InstanceClient {
  view(): Promise<InstanceResponse>;
  /** Without a value, the generated one is back. */
  set(key: string, value: string | undefined): Promise<void>;
  removeOverrides(): Promise<void>;
  regenerate(): Promise<void>;
  certificate(): Promise<string>;
  events(): Promise<EventsResponse['events']>;
  schedule(wish: EventWish): Promise<EventBody>;
  /** Returns how many there were. */
  clear(kind?: EventKind): Promise<number>;
}

interface Call {
  readonly method: HttpRequest['method'];
  readonly path: string;
  readonly body?: object;
}

interface Sending {
  receive<Value>(schema: ZodType<Value>, call: Call): Promise<Value>;
  perform(call: Call): Promise<void>;
}

export function createInstanceClient({ receive, perform }: Sending): InstanceClient {
  const overrides = '/manage/instance/overrides';
  const events = '/manage/instance/events';
  return {
    view: () => receive(InstanceResponse, { method: 'GET', path: '/manage/instance' }),
    set: (key, value) =>
      perform({ method: 'PATCH', path: overrides, body: value === undefined ? { key } : { key, value } }),
    removeOverrides: () => perform({ method: 'DELETE', path: overrides }),
    regenerate: () => perform({ method: 'POST', path: '/manage/instance/regenerate' }),
    certificate: async () =>
      (await receive(CertificateResponse, { method: 'GET', path: '/manage/instance/certificate' }))
        .certificate,
    events: async () => (await receive(EventsResponse, { method: 'GET', path: events })).events,
    schedule: (wish) => receive(EventBody, { method: 'POST', path: events, body: wish }),
    clear: async (kind) =>
      (
        await receive(EventsCleared, {
          method: 'DELETE',
          path: kind === undefined ? events : `${events}/${kind}`,
        })
      ).cleared,
  };
}
