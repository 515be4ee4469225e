import { z } from 'zod';
import type { ServiceWorld } from '../../integration/service/support/service-world.ts';
import type { CommandOutcome } from '../../support/aws-environment.ts';
import type { Call } from '../../support/sts-simulator/call-log.ts';
import type { AwsClient } from './aws-clients.ts';

const CallerIdentity = z.object({ UserId: z.string(), Account: z.string(), Arn: z.string() });

/** The JavaScript SDK warns when it waits for the code longer than it hoped, and waits all the same. */
const isAboutPatience = (line: string): boolean =>
  line.includes('[WARN] a request has exceeded the configured');

/**
 * The ARN that a client printed.
 *
 * @throws Error with what it printed, if it failed or printed a warning
 */
export function arnOf({ exitCode, stdout, stderr }: CommandOutcome): string {
  const complaints = stderr.split('\n').filter((line) => line !== '' && !isAboutPatience(line));
  if (exitCode !== 0 || complaints.length > 0)
    throw new Error(`It ended with ${exitCode} and printed: ${stderr}`);
  return CallerIdentity.parse(JSON.parse(stdout)).Arn;
}

type ByClient<Value> = Readonly<Record<string, Value>>;

/** Runs all clients at the same time and tells by name what each makes of its outcome. */
const byClient = async <Value>(
  clients: readonly AwsClient[],
  environment: Readonly<Record<string, string>>,
  read: (outcome: CommandOutcome) => Value,
): Promise<ByClient<Value>> =>
  Object.fromEntries(
    await Promise.all(
      clients.map(async (client): Promise<[string, Value]> => {
        const outcome = await client.getCallerIdentity(environment);
        return [client.name, read(outcome)];
      }),
    ),
  );

/** Who each client is, by the client's name. All run at the same time. */
export const callersOf = (
  clients: readonly AwsClient[],
  environment: Readonly<Record<string, string>>,
): Promise<ByClient<string>> => byClient(clients, environment, arnOf);

/** How each client ended, by its name. */
export const outcomesOf = (
  clients: readonly AwsClient[],
  environment: Readonly<Record<string, string>>,
): Promise<ByClient<CommandOutcome>> => byClient(clients, environment, (outcome) => outcome);

/** The same value for each client, to compare with. */
export const allAre = <Value>(clients: readonly AwsClient[], value: Value): ByClient<Value> =>
  Object.fromEntries(clients.map(({ name }) => [name, value]));

/** The GetCallerIdentity calls that came with temporary credentials: those of the clients. */
export const callsOfClients = ({ simulator }: ServiceWorld): readonly Call[] =>
  simulator.calls('GetCallerIdentity').filter(({ accessKeyId }) => accessKeyId?.startsWith('ASIA'));

/**
 * Waits until so many requests wait for the code of one prompt, and returns its id. Fails as soon as one of
 * the clients ends, for then they will never be so many.
 */
export async function untilWaiting(
  world: ServiceWorld,
  count: number,
  clients: readonly Promise<unknown>[],
): Promise<string> {
  const ended = Promise.race(clients).then((outcome) => {
    throw new Error(`A client did not wait for the code: ${JSON.stringify(outcome)}`);
  });
  // When nobody ends early, this ends after the test looked at it.
  ended.catch(() => {});
  const { prompts } = await Promise.race([
    world.stateWhere((state) => state.prompts[0]?.waiting === count),
    ended,
  ]);
  const [prompt, ...others] = prompts;
  if (prompt === undefined || others.length > 0) throw new Error(`${prompts.length} prompts are open.`);
  return prompt.id;
}
