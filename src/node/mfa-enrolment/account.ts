import type { AwsPort, Clock } from '../../core/ports.ts';
import type { Profile } from '../../core/profiles/profile.ts';
import { failed, type Result, success } from '../../core/result.ts';
import type { BaseCredentialSources } from '../base-credentials/sources.ts';
import { createAccessKeysPort } from '../sts/access-keys.ts';
import { signingCredentials } from '../sts/base-credentials.ts';
import { failureOf } from '../sts/failure-of.ts';
import { createHttpHandler } from '../sts/http-handler.ts';
import { createMfaDevicesPort, type MfaDevicesPort } from '../sts/mfa-devices.ts';
import { noteServerTime } from '../sts/server-time.ts';
import { type EnrolmentProblem, problem, problemOf } from './problem.ts';

/** The IAM user whom the keys of a profile belong to. */
export interface Account {
  readonly userName: string;
  readonly devices: Pick<MfaDevicesPort, 'create' | 'enable' | 'deactivate' | 'delete'>;
  /** How far AWS's clock is ahead of this machine's, in ms. */
  readonly clockSkewMs: number;
}

export type OpenAccount = (profile: Profile) => Promise<Result<Account, EnrolmentProblem>>;

export interface AccountParts {
  readonly sources: BaseCredentialSources;
  /** For the proxy. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Below this the difference may be that of the road; a `Date` header has whole seconds. */
const smallestSkewMs = 3_000;

/** Finds out whose long-term keys a profile has, and what time it is at AWS. */
export function createOpenAccount({ sources, environment, clock }: AccountParts): OpenAccount {
  return async (profile) => {
    const credentials = await longTermKeys(profile, sources);
    if (!credentials.ok) return credentials;
    const httpHandler = await createHttpHandler(environment);
    const settings = { credentials: credentials.value, region: profile.region, httpHandler };

    const noted = noteServerTime(httpHandler);
    const port = createAccessKeysPort({ ...settings, httpHandler: noted.handler, clockSkewMs: 0 });
    const caller = await port.whoAmI();
    if (!caller.ok) return failed(problemOf(caller.failure, 'sts:GetCallerIdentity'));
    const { arn, userName } = caller.value;
    if (userName === undefined) return failed(noUser(profile, arn));
    const difference = (noted.serverTime() ?? clock.now()) - clock.now();
    const clockSkewMs = Math.abs(difference) < smallestSkewMs ? 0 : difference;
    return success({
      userName,
      clockSkewMs,
      devices: createMfaDevicesPort({ ...settings, clockSkewMs }),
    });
  };
}

async function longTermKeys({ name, identity }: Profile, sources: BaseCredentialSources) {
  const signing = signingCredentials(identity, undefined, sources);
  try {
    const credentials = typeof signing === 'function' ? await signing() : signing;
    const { accessKeyId, secretAccessKey, sessionToken } = credentials;
    return sessionToken === undefined
      ? success({ accessKeyId, secretAccessKey })
      : failed(
          problem(
            'bad-request',
            `Profile ${name} starts from temporary credentials. An MFA device can be added only with the long-term access key of a user.`,
          ),
        );
  } catch (thrown) {
    return failed(problemOf(failureOf(thrown), 'anything'));
  }
}

const noUser = ({ name }: Profile, arn: string): EnrolmentProblem =>
  problem(
    'bad-request',
    `The keys of profile ${name} belong to ${arn}. Metafob adds MFA devices to IAM users only; use the AWS console.`,
  );

/** The devices of the user that give codes; a failure when they may not be listed. */
export async function listDevices(
  aws: Pick<AwsPort, 'describeIdentity'>,
  { identity, region }: Profile,
): Promise<Result<readonly string[], EnrolmentProblem>> {
  const { result } = await aws.describeIdentity({ identity, region, clockSkewMs: 0, findDevices: true });
  if (!result.ok) return failed(problemOf(result.failure, 'iam:ListMFADevices'));
  return result.value.mfaDevices === undefined
    ? failed(problem('access-denied', 'AWS does not allow iam:ListMFADevices with these keys.'))
    : success(result.value.mfaDevices);
}
