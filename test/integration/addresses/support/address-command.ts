/**
 * `node address-command.ts install|remove|status SETTINGS`: what `metafob address` does, with files and
 * programs of the test's choice, in the network namespace that this process was started in.
 */
import { executePlan } from '../../../../src/node/host/addresses/execute-plan.ts';
import { linuxAddressHost } from '../../../../src/node/host/addresses/linux/linux-address-host.ts';
import type { LinuxHost } from '../../../../src/node/host/addresses/linux/linux-host.ts';
import { type Plan, stepText } from '../../../../src/node/host/addresses/plan.ts';

interface Settings {
  readonly host: LinuxHost;
  readonly localPort: number;
  readonly ipv6: boolean;
  readonly bridge?: string;
}

const [, , action, json = '{}'] = process.argv;
const settings: Settings = JSON.parse(json);
const host = linuxAddressHost(settings.host);

const carryOut = async (plan: Plan): Promise<object> => {
  const executed = await executePlan(plan);
  const steps = plan.steps.map(stepText);
  return executed.ok ? { steps } : { steps, problem: executed.failure };
};

const answer = async (): Promise<object> => {
  switch (action) {
    case 'install': {
      const bridge = settings.bridge === undefined ? undefined : await host.findBridge(settings.bridge);
      const { localPort, ipv6 } = settings;
      const planned = await host.planInstall({
        localPort,
        ipv6,
        ...(bridge === undefined ? {} : { bridge }),
      });
      return planned.ok ? carryOut(planned.value) : { conflicts: planned.failure };
    }
    case 'remove':
      return carryOut(await host.planRemoval());
    default:
      return host.status();
  }
};

process.stdout.write(JSON.stringify(await answer()));
