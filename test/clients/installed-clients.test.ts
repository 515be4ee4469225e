import { expect, test } from 'vitest';
import { type ClientKind, findAwsClients } from './support/aws-clients.ts';

const kinds: readonly ClientKind[] = ['AWS CLI', 'boto3'];
const clients = findAwsClients();
console.info(`Clients: ${clients.map(({ name }) => name).join(', ')}`);

// The other files run with whatever clients there are, so a missing one has to be told here.
for (const kind of kinds) {
  test(`${kind} is on this machine`, (context) => {
    const isHere = clients.some((client) => client.kind === kind);
    if (!isHere && process.env.CI !== 'true') {
      const reason = `There is no ${kind} on this machine, so nothing was tested with it.`;
      console.info(reason);
      context.skip(reason);
    }
    expect(isHere).toBe(true);
  });
}
