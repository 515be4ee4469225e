import { existsSync } from 'node:fs';
import { ec2Evidence, readMachineFacts } from '../../host/addresses/ec2-instance.ts';
import { askSecretService, runCommand } from '../../secrets/secret-service-lock.ts';
import type { HostFacts } from '../surroundings.ts';
import { runningTools } from './processes.ts';

/** How long one of the D-Bus tools may take, in ms. */
const TOOL_LIMIT_MS = 2_000;

export async function lookAtHost(
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
  trayIsShown: boolean | undefined,
): Promise<HostFacts> {
  const isLinux = platform === 'linux';
  const [machine, keyring, otherTools] = await Promise.all([
    isLinux ? readMachineFacts('/sys') : undefined,
    isLinux ? askSecretService(runCommand(environment, TOOL_LIMIT_MS))() : undefined,
    runningTools(platform),
  ]);
  return {
    ec2Evidence: machine && ec2Evidence(machine),
    isContainer: isLinux && containerMarks.some(existsSync),
    keyring,
    otherTools,
    trayIsShown,
  };
}

/** Files that Docker and Podman put into every container. */
const containerMarks: readonly string[] = ['/.dockerenv', '/run/.containerenv'];
