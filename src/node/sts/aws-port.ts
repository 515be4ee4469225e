import { IAMClient, ListMFADevicesCommand } from '@aws-sdk/client-iam';
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
  type Credentials as StsCredentials,
} from '@aws-sdk/client-sts';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import type { AwsAnswer, AwsPort, BaseCall, Clock, IdentityFacts, MfaAnswer } from '../../core/ports.ts';
import { failed, success } from '../../core/result.ts';
import type { Credentials } from '../../core/sessions/credentials.ts';
import { ROLE_DEFAULT_SECONDS } from '../../core/sessions/durations.ts';
import type { BaseCredentialSources } from '../base-credentials/sources.ts';
import { signingCredentials } from './base-credentials.ts';
import { failureOf } from './failure-of.ts';
import { factsOfArn, factsOfDevices } from './identity-facts.ts';
import { type HttpHandler, noteServerTime } from './server-time.ts';

export interface AwsPortOptions {
  readonly httpHandler: HttpHandler;
  readonly clock: Pick<Clock, 'now'>;
  readonly sources: BaseCredentialSources;
}

/** How long temporary base credentials are taken to live whose source does not tell. */
const UNTOLD_LIFETIME_MS = 3_600_000;

/**
 * STS and IAM through the AWS SDK: regional endpoints, `AWS_ENDPOINT_URL_STS` and `AWS_ENDPOINT_URL_IAM`,
 * retries of throttled and failed calls as the SDK does them.
 */
export function createAwsPort({ httpHandler, clock, sources }: AwsPortOptions): AwsPort {
  /** Makes one call with a client of its own, notes the server's time, and turns errors into values. */
  async function ask<Value>(
    call: BaseCall,
    source: Credentials | undefined,
    send: (settings: ClientSettings) => Promise<Value>,
  ): Promise<AwsAnswer<Value>> {
    const noted = noteServerTime(httpHandler);
    const settings = {
      region: call.region,
      credentials: signingCredentials(call.identity, source, sources),
      systemClockOffset: call.clockSkewMs,
      requestHandler: noted.handler,
    };
    const result = await send(settings).then(success, (thrown: unknown) => failed(failureOf(thrown)));
    const serverTime = noted.serverTime();
    return serverTime === undefined ? { result } : { result, serverTime };
  }

  const describeCaller = (call: BaseCall) =>
    ask(call, undefined, async (settings) => {
      const { Arn } = await new STSClient(settings).send(new GetCallerIdentityCommand({}));
      return factsOfArn(Arn);
    });

  const describeDevices = (call: BaseCall) =>
    ask(call, undefined, async (settings) => {
      const { MFADevices } = await new IAMClient(settings).send(new ListMFADevicesCommand({}));
      return factsOfDevices(MFADevices ?? []);
    });

  return {
    async describeIdentity(call): Promise<AwsAnswer<IdentityFacts>> {
      if (!call.findDevices) return describeCaller(call);
      const devices = await describeDevices(call);
      if (devices.result.ok && devices.result.value.accountId !== undefined) return devices;
      // The caller's name and account need no permission; the devices may.
      const caller = await describeCaller(call);
      if (!devices.result.ok || !caller.result.ok) return caller;
      return { ...caller, result: success({ ...caller.result.value, ...devices.result.value }) };
    },

    getSessionToken: (call) =>
      ask(call, undefined, async (settings) => {
        const temporary = await temporaryBase(settings, clock.now() + call.clockSkewMs);
        if (temporary !== undefined) return temporary;
        const { Credentials } = await new STSClient(settings).send(
          new GetSessionTokenCommand({ DurationSeconds: call.durationSeconds, ...mfaParameters(call.mfa) }),
        );
        return toCredentials(Credentials, clock.now() + call.clockSkewMs);
      }),

    assumeRole: (call) =>
      ask(call, call.source, async (settings) => {
        const { Credentials } = await new STSClient(settings).send(
          new AssumeRoleCommand({
            RoleArn: call.roleArn,
            ...(call.externalId === undefined ? {} : { ExternalId: call.externalId }),
            RoleSessionName: call.roleSessionName,
            // Sign-in to the console refuses roles for which a session, rather than a user, asked for a
            // duration (IAM user guide, custom identity brokers), so the default is not spelled out.
            ...(call.durationSeconds === ROLE_DEFAULT_SECONDS
              ? {}
              : { DurationSeconds: call.durationSeconds }),
            ...mfaParameters(call.mfa),
          }),
        );
        return toCredentials(Credentials, clock.now() + call.clockSkewMs);
      }),
  };
}

interface ClientSettings {
  readonly region: string;
  readonly credentials: AwsCredentialIdentity | AwsCredentialIdentityProvider;
  readonly systemClockOffset: number;
  readonly requestHandler: HttpHandler;
}

/** Base credentials that are a session already: AWS makes no session tokens from those. */
async function temporaryBase(
  { credentials }: ClientSettings,
  obtainedAt: number,
): Promise<Credentials | undefined> {
  if (typeof credentials !== 'function') return undefined;
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = await credentials();
  if (sessionToken === undefined) return undefined;
  const expiresAt = expiration?.getTime() ?? obtainedAt + UNTOLD_LIFETIME_MS;
  return { accessKeyId, secretAccessKey, sessionToken, obtainedAt, expiresAt };
}

const mfaParameters = (mfa: MfaAnswer | undefined) =>
  mfa === undefined ? {} : { SerialNumber: mfa.serialNumber, TokenCode: mfa.tokenCode };

function toCredentials(answer: StsCredentials | undefined, obtainedAt: number): Credentials {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) {
    throw new Error('The answer of STS holds no credentials.');
  }
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    obtainedAt,
    expiresAt: Expiration.getTime(),
  };
}
