/** From a machine where nothing runs to credentials, by typing what `metafob doctor` prints. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { DoctorReport } from '../../../src/shared/doctor.ts';
import { findAwsClients } from '../../clients/support/aws-clients.ts';
import { allAre, callersOf } from '../../clients/support/callers.ts';
import { awsEnvironment, createScratchHome, endpointVariables } from '../../support/aws-environment.ts';
import { bob, exampleWorld } from '../../support/sts-simulator/example-world.ts';
import { startStsSimulator } from '../../support/sts-simulator/server.ts';
import { metafob } from '../faces/support/metafob-command.ts';
import { withActive } from '../service/support/service-world.ts';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

test('the line that starts Metafob, and then the one for the endpoint', async () => {
  const simulator = await startStsSimulator({ world: exampleWorld() });
  const home = await createScratchHome();
  const port = await freePort();
  await mkdir(join(home.path, '.config', 'metafob'), { recursive: true });
  await writeFile(join(home.path, '.config', 'metafob', 'config'), `${withActive('bob')}port = ${port}\n`, {
    mode: 0o600,
  });
  await mkdir(join(home.path, 'run'), { mode: 0o700 });
  const environment = awsEnvironment(home, {
    ...endpointVariables(simulator.url),
    XDG_RUNTIME_DIR: join(home.path, 'run'),
    METAFOB_URL: `http://127.0.0.1:${port}`,
  });
  onTestFinished(async () => {
    await metafob(['stop'], environment);
    await simulator.close();
    await home.remove();
  });
  const lineFor = async (id: string): Promise<string> => {
    const { stdout } = await metafob(['doctor', '--json'], environment);
    const { fix } = DoctorReport.parse(JSON.parse(stdout)).findings.find((each) => each.id === id) ?? {};
    if (fix === undefined || !('line' in fix)) throw new Error(`There is no line for ${id}: ${stdout}`);
    return fix.line;
  };

  await promisify(execFile)('bash', ['-c', await lineFor('service-not-running')], { env: environment });
  const endpoint = await lineFor('endpoint-not-set');
  expect(endpoint).toBe(`export AWS_EC2_METADATA_SERVICE_ENDPOINT=http://127.0.0.1:${port}/`);
  const after = { ...environment, AWS_EC2_METADATA_SERVICE_ENDPOINT: `http://127.0.0.1:${port}/` };
  const clients = findAwsClients();
  expect(await callersOf(clients, after)).toEqual(allAre(clients, bob.arn));
  expect((await metafob(['doctor'], after)).exitCode).toBe(0);
});
