import { type DoctorReport, type Finding, Severity } from '../../shared/doctor.ts';
import { missingProfile, unreadableFiles } from './checks/aws-profile.ts';
import { containerCredentials } from './checks/container-credentials.ts';
import { keyringIsShut, noTrayIcon } from './checks/desktop.ts';
import { endpointLeadsElsewhere, endpointWithoutSlash } from './checks/endpoint.ts';
import { keysInEnvironment } from './checks/environment-keys.ts';
import { metadataDisabled, timeoutTooShort, versionOneDisabled } from './checks/metadata-switches.ts';
import { profileHasItsOwnSource, webIdentityInEnvironment } from './checks/profile-source.ts';
import { proxyForMetadata } from './checks/proxy.ts';
import { regionMissing } from './checks/region.ts';
import { otherTools, serviceNotRunning, serviceWarnings } from './checks/service.ts';
import { clockIsOff, sessionOfActiveProfile } from './checks/session.ts';
import { activeProfileOf } from './facts.ts';
import type { Check, Surroundings } from './surroundings.ts';

/** In the order in which a program meets the obstacles; the service first, because other lines need it. */
const checks: readonly Check[] = [
  serviceNotRunning,
  unreadableFiles,
  keysInEnvironment,
  missingProfile,
  profileHasItsOwnSource,
  webIdentityInEnvironment,
  containerCredentials,
  metadataDisabled,
  endpointLeadsElsewhere,
  proxyForMetadata,
  timeoutTooShort,
  endpointWithoutSlash,
  sessionOfActiveProfile,
  regionMissing,
  clockIsOff,
  keyringIsShut,
  otherTools,
  serviceWarnings,
  noTrayIcon,
  versionOneDisabled,
];

/** Every reason why programs in these surroundings do not get Metafob's credentials; the worst first. Pure. */
export function diagnose(surroundings: Surroundings): DoctorReport {
  const found = checks.flatMap((check) => check(surroundings));
  const findings = Severity.options.flatMap((severity) =>
    found.filter((finding) => finding.severity === severity),
  );
  return {
    place: surroundings.place,
    awsProfile: surroundings.awsProfile.name,
    findings: findings.some(({ severity }) => severity === 'problem')
      ? findings
      : [...findings, allIsWell(surroundings)],
  };
}

function allIsWell(surroundings: Surroundings): Finding {
  const active = activeProfileOf(surroundings);
  return {
    id: 'no-problem',
    severity: 'fine',
    title: 'No problem was found',
    why:
      active === undefined
        ? 'Programs that ask Metafob get credentials.'
        : `Programs that ask Metafob get the credentials of profile “${active.name}”.`,
  };
}

export const hasProblem = ({ findings }: DoctorReport): boolean =>
  findings.some(({ severity }) => severity === 'problem');
