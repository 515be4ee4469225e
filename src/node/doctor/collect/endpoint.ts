import { type SharedProfile, settingOf } from '../../config/aws/shared-profiles.ts';
import { ipv4Address, ipv6Address } from '../../host/addresses/wanted-address.ts';
import { type Ask, whoAnswers } from '../../host/who-answers.ts';
import { originOf } from '../facts.ts';
import type { EndpointFacts } from '../surroundings.ts';

type Wanted = Omit<EndpointFacts, 'answerer'>;

/** Where a program asks for instance metadata (AWS SDKs and Tools reference guide, "IMDS credential provider"). */
export function endpointOf(
  environment: Readonly<Record<string, string | undefined>>,
  profile: SharedProfile | undefined,
): Wanted {
  const explicit = settingFrom(
    environment,
    profile,
    'AWS_EC2_METADATA_SERVICE_ENDPOINT',
    'ec2_metadata_service_endpoint',
  );
  if (explicit !== undefined) return { url: explicit.value, setBy: explicit.setBy };
  const mode = settingFrom(
    environment,
    profile,
    'AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE',
    'ec2_metadata_service_endpoint_mode',
  );
  return mode?.value.toLowerCase() === 'ipv6'
    ? { url: `http://[${ipv6Address}]/`, setBy: mode.setBy }
    : { url: `http://${ipv4Address}/`, setBy: undefined };
}

function settingFrom(
  environment: Readonly<Record<string, string | undefined>>,
  profile: SharedProfile | undefined,
  variable: string,
  key: string,
) {
  const value = environment[variable];
  if (value) return { value, setBy: { name: variable } };
  const setting = profile && settingOf(profile, key);
  return setting && { value: setting.value, setBy: { name: key, file: `${setting.file}:${setting.line}` } };
}

export async function askEndpoint(ask: Ask, wanted: Wanted): Promise<EndpointFacts> {
  const origin = /^https?:/i.test(wanted.url) ? originOf(wanted.url) : undefined;
  return { ...wanted, answerer: origin === undefined ? undefined : (await whoAnswers(ask, origin)).kind };
}
