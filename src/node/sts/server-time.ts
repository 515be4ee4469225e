import type { NodeHttpHandler } from '@smithy/node-http-handler';

/** What the SDK needs of the connection to AWS. */
export type HttpHandler = Pick<NodeHttpHandler, 'handle'>;

/** A handler that notes the `Date` header of the last answer, be it a success or an error. */
export function noteServerTime(inner: HttpHandler): {
  readonly handler: HttpHandler;
  /** ms since the epoch; undefined before the first answer. */
  serverTime(): number | undefined;
} {
  let noted: number | undefined;
  return {
    handler: {
      async handle(request, options) {
        const answer = await inner.handle(request, options);
        const time = Date.parse(answer.response.headers.date ?? '');
        if (!Number.isNaN(time)) noted = time;
        return answer;
      },
    },
    serverTime: () => noted,
  };
}
