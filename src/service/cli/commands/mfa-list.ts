import { listDevices } from '../../../node/mfa-enrolment/account.ts';
import { createLazyAwsPort } from '../../../node/sts/lazy-aws-port.ts';
import { closeMetadataLoop } from '../../open-service.ts';
import type { CommandContext } from '../command-context.ts';
import { findProfile, type LocalOptions, readConfiguration } from '../local-secrets.ts';
import type { Report } from '../output/report.ts';
import { sourcesOf, valueOrError } from './mfa-enrolments.ts';

/** Lists the devices that can give codes, with the long-term key of the profile. */
export async function listMfa(
  { io }: CommandContext,
  wanted: string | undefined,
  config: string | undefined,
): Promise<Report> {
  const options: LocalOptions = { secrets: 'auto', ...(config === undefined ? {} : { config }) };
  closeMetadataLoop(process.env);
  const configuration = await readConfiguration(io, options);
  const profile = findProfile(configuration, wanted ?? configuration.initialProfile);
  const aws = createLazyAwsPort({ now: io.now }, io.environment, sourcesOf(io, options));
  const devices = valueOrError(await listDevices(aws, profile));
  const configured = profile.mfa.serialNumber;
  const line = (serialNumber: string): string =>
    serialNumber === configured ? `${serialNumber}  (mfa_serial of profile ${profile.name})` : serialNumber;
  return {
    json: { profile: profile.name, devices: devices.map((serialNumber) => ({ serialNumber })) },
    text: () => (devices.length === 0 ? noDevices(profile.name) : devices.map(line).join('\n')),
  };
}

const noDevices = (profile: string): string =>
  `The user has no MFA device that gives codes. Add one: metafob mfa enable ${profile}`;
