/** Prints what every AWS client of this machine says that it is, and how it ended, as JSON by its name. */
import { findAwsClients } from '../../support/aws-clients.ts';

const environment = Object.fromEntries(
  Object.entries(process.env).map(([name, value]) => [name, value ?? '']),
);
const outcomes = await Promise.all(
  findAwsClients().map(async (client) => [client.name, await client.getCallerIdentity(environment)]),
);
console.log(JSON.stringify(Object.fromEntries(outcomes)));
