import { stepAt } from '../../../src/core/mfa/time-step.ts';
import { tokenCode } from '../../../src/core/mfa/totp.ts';
import type {
  AssumeRoleCall,
  AwsAnswer,
  AwsPort,
  BaseCall,
  GetSessionTokenCall,
  IdentityFacts,
  MfaAnswer,
} from '../../../src/core/ports.ts';
import { failed, type Result, success } from '../../../src/core/result.ts';
import type { Credentials } from '../../../src/core/sessions/credentials.ts';
import { type Failure, failure } from '../../../src/core/sessions/failure.ts';
import { createGate } from './gate.ts';
import { alice, type Person, people } from './world.ts';

export type RecordedCall =
  | { readonly operation: 'describeIdentity'; readonly call: BaseCall & { readonly findDevices: boolean } }
  | { readonly operation: 'getSessionToken'; readonly call: GetSessionTokenCall }
  | { readonly operation: 'assumeRole'; readonly call: AssumeRoleCall };

type Operation = RecordedCall['operation'];

/** What a test can change about this AWS while it runs. */
interface AwsSettings {
  /** How far AWS's clock is ahead of this machine's. */
  clockAheadMs: number;
  mayListDevices: boolean;
  /** A role's MaxSessionDuration. */
  roleMaximumSeconds: number;
  /** Shorter than what STS gives, to see what short-lived credentials do. */
  lifetimeSeconds: number | undefined;
}

/** STS tolerates this much difference between a signature's time and its own. */
const SIGNATURE_TOLERANCE_MS = 5 * 60_000;

/**
 * An AWS with two users, alice and bob, whose MFA devices are checked as STS does: right code of the step
 * before, of, or after its own time; each code once. Tests can script other answers, hold the answers back,
 * and let AWS's clock run differently from this machine's.
 */
export function createFakeAws(localNow: () => number) {
  const calls: RecordedCall[] = [];
  const scripted: { readonly operation: Operation; readonly failure: Failure }[] = [];
  const acceptedSteps = new Set<string>();
  const gate = createGate();
  const settings: AwsSettings = {
    clockAheadMs: 0,
    mayListDevices: true,
    roleMaximumSeconds: 43_200,
    lifetimeSeconds: undefined,
  };
  let issued = 0;

  const now = () => localNow() + settings.clockAheadMs;
  const personOf = ({ identity }: BaseCall): Person =>
    people.find(({ accessKeyId }) => accessKeyId === identity.id) ?? alice;

  const answer = <Value>(result: Result<Value, Failure>): AwsAnswer<Value> => ({
    result,
    serverTime: Math.floor(now() / 1000) * 1000,
  });

  function takeScripted(operation: Operation): Failure | undefined {
    const index = scripted.findIndex((entry) => entry.operation === operation);
    return index < 0 ? undefined : scripted.splice(index, 1)[0]?.failure;
  }

  function checkCode(person: Person, { serialNumber, tokenCode: code }: MfaAnswer): Failure | undefined {
    const device = person.devices.find((candidate) => candidate.serialNumber === serialNumber);
    if (device === undefined) return failure('wrong-serial', 'Please verify your MFA serial number.');
    const step = [-1, 0, 1]
      .map((offset) => stepAt(now()) + offset)
      .find((candidate) => {
        return (
          tokenCode(device.secret, candidate) === code && !acceptedSteps.has(`${serialNumber} ${candidate}`)
        );
      });
    if (step === undefined) return failure('bad-code');
    acceptedSteps.add(`${serialNumber} ${step}`);
    return undefined;
  }

  function refusal(recorded: RecordedCall): Failure | undefined {
    const fromScript = takeScripted(recorded.operation);
    if (fromScript !== undefined) return fromScript;
    const signedAt = localNow() + recorded.call.clockSkewMs;
    if (Math.abs(signedAt - now()) > SIGNATURE_TOLERANCE_MS) {
      return failure('clock-skew', 'Signature expired.');
    }
    if (recorded.operation === 'describeIdentity') return undefined;
    if (recorded.operation === 'assumeRole') {
      const { call } = recorded;
      if (call.durationSeconds > settings.roleMaximumSeconds) return failure('duration-too-long');
      if (call.source !== undefined && call.source.expiresAt <= now()) return failure('base-keys-gone');
    }
    return recorded.call.mfa && checkCode(personOf(recorded.call), recorded.call.mfa);
  }

  function issue(durationSeconds: number): Credentials {
    issued += 1;
    const obtainedAt = now();
    return {
      accessKeyId: `ASIA${issued}`,
      secretAccessKey: `session-secret-${issued}`,
      sessionToken: `session-token-${issued}`,
      obtainedAt,
      expiresAt: obtainedAt + (settings.lifetimeSeconds ?? durationSeconds) * 1000,
    };
  }

  async function credentials(
    recorded: Exclude<RecordedCall, { operation: 'describeIdentity' }>,
  ): Promise<AwsAnswer<Credentials>> {
    calls.push(recorded);
    await gate.pass();
    const refused = refusal(recorded);
    // Without a network there is no response, and so no Date header.
    if (refused?.kind === 'network') return { result: failed(refused) };
    return answer(refused === undefined ? success(issue(recorded.call.durationSeconds)) : failed(refused));
  }

  const port: AwsPort = {
    async describeIdentity(call): Promise<AwsAnswer<IdentityFacts>> {
      const recorded: RecordedCall = { operation: 'describeIdentity', call };
      calls.push(recorded);
      await gate.pass();
      const refused = refusal(recorded);
      if (refused !== undefined) return answer(failed(refused));
      const { accountId, userName, devices } = personOf(call);
      const listed = call.findDevices && settings.mayListDevices;
      return answer(
        success({
          accountId,
          userName,
          partition: 'aws',
          ...(listed ? { mfaDevices: devices.map(({ serialNumber }) => serialNumber) } : {}),
        }),
      );
    },
    getSessionToken: (call) => credentials({ operation: 'getSessionToken', call }),
    assumeRole: (call) => credentials({ operation: 'assumeRole', call }),
  };

  const deviceSecret = (serialNumber: string): string =>
    people.flatMap(({ devices }) => devices).find((device) => device.serialNumber === serialNumber)?.secret ??
    alice.secret;

  return {
    port,
    calls,
    settings,
    hold: gate.hold,
    release: gate.release,
    now,
    /** The next call of an operation fails in this way. */
    failNext(operation: Operation, cause: Failure, times = 1): void {
      for (let time = 0; time < times; time += 1) scripted.push({ operation, failure: cause });
    },
    callsOf: <Name extends Operation>(operation: Name) =>
      calls.filter(
        (entry): entry is Extract<RecordedCall, { operation: Name }> => entry.operation === operation,
      ),
    /** Every code that was sent, in order. */
    sentCodes: (): string[] =>
      calls.flatMap((entry) =>
        entry.operation === 'describeIdentity' || entry.call.mfa === undefined
          ? []
          : [entry.call.mfa.tokenCode],
      ),
    /** What a device shows; `steps` half minutes from now. */
    codeOf: (serialNumber: string = alice.serialNumber, steps = 0): string =>
      tokenCode(deviceSecret(serialNumber), stepAt(now()) + steps),
  };
}

export type FakeAws = ReturnType<typeof createFakeAws>;
