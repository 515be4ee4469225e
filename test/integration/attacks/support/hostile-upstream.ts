import { createServer, type RequestListener } from 'node:http';
import { onTestFinished } from 'vitest';

/** A metadata service that means no good; goes with the test. Returns its port. */
export async function startHostileUpstream(answer: RequestListener): Promise<number> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The upstream does not listen.');
  return address.port;
}

/** One that has the role `evil_role` and these credentials for it. */
export const startUpstreamWith = (credentials: object, role = 'evil_role'): Promise<number> =>
  startHostileUpstream(({ url = '' }, response) => {
    response.end(
      url.endsWith('/') ? role : JSON.stringify({ Code: 'Success', Type: 'AWS-HMAC', ...credentials }),
    );
  });
