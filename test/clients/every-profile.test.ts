/** Two shells, two profiles, one code: each way in which programs use different profiles at the same time. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { metafob } from '../integration/faces/support/metafob-command.ts';
import type { ServiceWorld } from '../integration/service/support/service-world.ts';
import { registerSecret } from '../support/log-recorder.ts';
import { alice } from '../support/sts-simulator/example-world.ts';
import { findAwsClients } from './support/aws-clients.ts';
import { allAre, callersOf, untilWaiting } from './support/callers.ts';
import { clientEnvironment } from './support/client-environment.ts';
import { clientWorld } from './support/client-world.ts';

type Environment = Readonly<Record<string, string>>;

const clients = findAwsClients();

const administrator = 'arn:aws:sts::111122223333:assumed-role/Administrator/metafob-alice';
const production = 'arn:aws:sts::444455556666:assumed-role/Production/metafob-alice';

/** Runs all clients in both shells at once, gives the one code they wait for, and looks who they are. */
async function oneCodeForBoth(world: ServiceWorld, admin: Environment, deploy: Environment): Promise<void> {
  const inAdminShell = callersOf(clients, admin);
  const inDeployShell = callersOf(clients, deploy);
  const promptId = await untilWaiting(world, 2 * clients.length, [inAdminShell, inDeployShell]);
  await world.manage('POST', `/prompts/${promptId}`, { code: world.code() });
  expect(await inAdminShell).toEqual(allAre(clients, administrator));
  expect(await inDeployShell).toEqual(allAre(clients, production));
  expect(world.simulator.calls('GetSessionToken')).toHaveLength(1);
  expect((await world.state()).activeProfile).toBe('default');
}

/** Writes both profiles into the ~/.aws/config of a shell. */
async function connected(world: ServiceWorld, ...options: readonly string[]): Promise<Environment> {
  const environment = await clientEnvironment(world, {
    endpoint: null,
    // credential_process runs in the environment of the client.
    variables: {
      XDG_RUNTIME_DIR: world.service.environment.XDG_RUNTIME_DIR ?? '',
      PATH: `${process.env.PATH ?? ''}`,
    },
  });
  for (const profile of ['admin', 'deploy']) {
    const outcome = await metafob(['connect', profile, ...options], environment);
    expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
  }
  return environment;
}

test('by the container endpoint: “metafob env” in two shells', async () => {
  const world = await clientWorld({ name: 'every-profile-container' });
  const environment = await clientEnvironment(world, { endpoint: null });
  const shell = async (profile: string): Promise<Environment> => {
    // The older clients on this machine know no token file.
    const { stdout } = await metafob(['env', profile, '--token', '--json'], world.service.environment);
    const variables = JSON.parse(stdout);
    registerSecret(variables.AWS_CONTAINER_AUTHORIZATION_TOKEN);
    return { ...environment, ...variables };
  };
  await oneCodeForBoth(world, await shell('admin'), await shell('deploy'));
});

test('by metadata ports: “metafob connect --by port”', async () => {
  const world = await clientWorld({ name: 'every-profile-ports' });
  const environment = await connected(world, '--by', 'port');
  await oneCodeForBoth(
    world,
    { ...environment, AWS_PROFILE: 'admin' },
    { ...environment, AWS_PROFILE: 'deploy' },
  );
});

test('by credential_process: “metafob connect”', async () => {
  const world = await clientWorld({ name: 'every-profile-process' });
  const environment = await connected(world);
  await oneCodeForBoth(
    world,
    { ...environment, AWS_PROFILE: 'admin' },
    { ...environment, AWS_PROFILE: 'deploy' },
  );
});

test('by “metafob exec”, which asks for the code before the programs start', async () => {
  const world = await clientWorld({ name: 'every-profile-exec' });
  const home = await clientEnvironment(world, { endpoint: null });
  const environment = { ...world.service.environment, ...home };
  const program = [process.execPath, join(import.meta.dirname, 'support', 'caller-identity.ts')];
  const runs = ['admin', 'deploy'].map((profile) =>
    metafob(['exec', profile, '--', ...program], environment),
  );
  const promptId = await untilWaiting(world, 2, runs);
  await world.manage('POST', `/prompts/${promptId}`, { code: world.code() });
  const [admin, deploy] = await Promise.all(runs);
  expect(admin?.stdout).toContain(administrator);
  expect(deploy?.stdout).toContain(production);
  expect([admin?.stderr, deploy?.stderr]).toEqual(['', '']);
  expect(world.simulator.calls('GetSessionToken')).toHaveLength(1);
  expect(world.simulator.codeFor(alice.serialNumber)).toMatch(/^\d{6}$/);
});
