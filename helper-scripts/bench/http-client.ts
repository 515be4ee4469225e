import { request } from 'node:http';

export interface Answer {
  readonly status: number;
  /** Name, value, name, value… without those that node:http adds to every answer by itself. */
  readonly headers: readonly string[];
  readonly body: string;
}

const addedByNode = new Set(['date', 'connection', 'keep-alive']);

/** One request on a connection of its own. Rejects when the server cannot be reached. */
export function ask(
  url: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Readonly<Record<string, string>> } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        body += text;
      });
      response.once('error', reject);
      response.once('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: ownHeaders(response.rawHeaders), body });
      });
    });
    sent.once('error', reject);
    sent.end();
  });
}

const ownHeaders = (raw: readonly string[]): string[] =>
  raw.filter((_, index) => !addedByNode.has((raw[index - (index % 2)] ?? '').toLowerCase()));
