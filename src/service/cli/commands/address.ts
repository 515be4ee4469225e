import { realpathSync } from 'node:fs';
import type { AddressHost } from '../../../node/host/addresses/address-host.ts';
import { executePlan } from '../../../node/host/addresses/execute-plan.ts';
import { type Plan, shellLine, stepText } from '../../../node/host/addresses/plan.ts';
import { thisAddressHost } from '../../../node/host/addresses/this-address-host.ts';
import type { Bridge, WantedAddress } from '../../../node/host/addresses/wanted-address.ts';
import { CliError } from '../cli-error.ts';
import type { CommandContext } from '../command-context.ts';
import type { Report } from '../output/report.ts';
import { whoAnswersThere } from './address-answer.ts';

export interface InstallOptions {
  readonly dryRun?: true;
  readonly port: number;
  /** Undefined when neither `--ipv6` nor `--no-ipv6` was given. */
  readonly ipv6?: boolean;
  /** The name of the bridge; true for the usual one. */
  readonly docker?: string | true;
}

/** Installs the addresses, or says what is in the way. */
export async function installAddress({ io }: CommandContext, options: InstallOptions): Promise<Report> {
  const host = await addressHost(io.platform);
  const wanted = await wantedAddress(host, io.platform, options);
  const planned = await host.planInstall(wanted);
  if (!planned.ok) throw conflict(planned.failure);
  const { addresses } = await host.status();
  if (addresses.length === 0) {
    const answer = await whoAnswersThere();
    if (answer.kind === 'somebody-else') throw conflict([answer.sentence]);
  }
  const outcome = host.redirects
    ? `Port 80 of the metadata addresses leads to port ${wanted.localPort} of this machine.`
    : 'The address is there. Start Metafob with: metafob serve --host 169.254.169.254 --port 80';
  return carryOut(planned.value, options.dryRun === true, outcome);
}

/** Undoes everything that install did, and nothing else. */
export async function removeAddress({ io }: CommandContext, dryRun: boolean): Promise<Report> {
  const host = await addressHost(io.platform);
  return carryOut(await host.planRemoval(), dryRun, 'Nothing of the installation is left.');
}

/** @throws CliError `usage` on systems without a way to have the addresses. */
export async function addressHost(platform: NodeJS.Platform): Promise<AddressHost> {
  const host = await thisAddressHost(platform);
  if (host !== undefined) return host;
  throw new CliError('usage', `“metafob address” knows Linux, macOS and Windows, not ${platform}.`);
}

async function wantedAddress(
  host: AddressHost,
  platform: NodeJS.Platform,
  options: InstallOptions,
): Promise<WantedAddress> {
  if (options.ipv6 === true && !host.hasIpv6) {
    throw new CliError('usage', 'There is no IPv6 address to install here. Leave out --ipv6.');
  }
  const bridge = options.docker === undefined ? undefined : await findBridge(host, platform, options.docker);
  return {
    localPort: options.port,
    ipv6: options.ipv6 ?? host.hasIpv6,
    ...(bridge === undefined ? {} : { bridge }),
  };
}

async function findBridge(
  host: AddressHost,
  platform: NodeJS.Platform,
  option: string | true,
): Promise<Bridge> {
  if (platform !== 'linux') throw new CliError('usage', '--docker is for Linux. See docs/containers.md.');
  const name = option === true ? 'docker0' : option;
  const bridge = await host.findBridge(name);
  if (bridge !== undefined) return bridge;
  throw new CliError(
    'usage',
    `There is no network interface ${name} with an IPv4 address. Is Docker running? Another bridge is named as in: --docker br-1234`,
  );
}

const conflict = (reasons: readonly string[]): CliError =>
  new CliError('configuration', ['Nothing was changed.', ...reasons].join('\n'));

async function carryOut(plan: Plan, dryRun: boolean, outcome: string): Promise<Report> {
  if (!dryRun && plan.steps.length > 0) {
    requireRoot();
    const executed = await executePlan(plan);
    if (!executed.ok) throw new CliError('unexpected', executed.failure);
  }
  return report(plan, dryRun, outcome);
}

function requireRoot(): void {
  if (process.getuid === undefined || process.getuid() === 0) return;
  // The whole path, because sudo looks for programs in folders of its own.
  const script = realpathSync(process.argv[1] ?? '');
  const line = shellLine({
    program: 'sudo',
    arguments: [process.execPath, script, ...process.argv.slice(2)],
  });
  throw new CliError(
    'usage',
    `Only root may change the addresses of this machine. Run:\n  ${line}\nWith --dry-run it prints what it would do, without root.`,
  );
}

function report({ steps, notes = [] }: Plan, dryRun: boolean, outcome: string): Report {
  const done = steps.map((step) => ({ why: step.why, command: stepText(step) }));
  // Comments, so that the output of a dry run is a script.
  const summary = dryRun
    ? ['Nothing was changed.', ...notes].map((line) => `# ${line}`)
    : [outcome, ...notes];
  return {
    json: { dryRun, changed: !dryRun && steps.length > 0, steps: done, notes },
    text: (paint) =>
      [
        ...done.flatMap(({ why, command }) => [paint('dim', `# ${why}`), command]),
        ...(done.length === 0 ? [`Nothing has to be done. ${outcome}`, ...notes] : summary),
      ].join('\n'),
  };
}
