import type { IncomingMessage } from 'node:http';

/** A request as it came over the wire, body complete. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Every value of each header, names in lower case. */
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
  readonly body: Buffer;
}

export const receiveRequest = async (message: IncomingMessage): Promise<ReceivedRequest> => {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  const [path = '/', query = ''] = (message.url ?? '/').split('?', 2);
  return {
    method: message.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    headers: message.headersDistinct,
    body: Buffer.concat(chunks),
  };
};

/** The parameters of AWS's Query protocol: from the form of a POST, else from the URL. */
export const queryParameters = (request: ReceivedRequest): URLSearchParams =>
  request.method === 'POST' ? new URLSearchParams(request.body.toString('utf8')) : request.query;
