import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { authenticate } from './authenticate.ts';
import { callerArn } from './caller.ts';
import type { Fault } from './faults.ts';
import { namespaceOf, operationOf } from './operations.ts';
import { queryParameters, type ReceivedRequest } from './received-request.ts';
import {
  internalFailure,
  invalidClientTokenId,
  notAuthorized,
  ServiceError,
  throttling,
} from './service-error.ts';
import { claimedSignature } from './signature-v4.ts';
import type { SimulatorState } from './state.ts';
import { type XmlFields, xmlDocument } from './xml.ts';

/** What to send, or undefined when the connection is to be reset (or is gone already). */
export type QueryAnswer =
  | { readonly status: number; readonly requestId: string; readonly xml: string }
  | undefined;

type FaultOf<Kind extends Fault['kind']> = Extract<Fault, { kind: Kind }>;

const faultOf = <Kind extends Fault['kind']>(
  faults: readonly Fault[],
  kind: Kind,
): FaultOf<Kind> | undefined =>
  faults.find((candidate): candidate is FaultOf<Kind> => candidate.kind === kind);

/** Waits as the faults say; ends early when they are cleared or the client leaves. */
const pause = async (faults: readonly Fault[], interrupted: AbortSignal): Promise<void> => {
  const delay = faultOf(faults, 'delay');
  const ignoreInterruption = () => undefined;
  if (delay !== undefined) {
    await setTimeout(delay.milliseconds, undefined, { signal: interrupted }).catch(ignoreInterruption);
  }
  if (faultOf(faults, 'hang') !== undefined && !interrupted.aborted) await once(interrupted, 'abort');
};

const throwFaults = (faults: readonly Fault[]): void => {
  if (faultOf(faults, 'internal-failure')) throw internalFailure();
  if (faultOf(faults, 'throttling')) throw throttling();
  if (faultOf(faults, 'invalid-key')) throw invalidClientTokenId();
};

const perform = (
  request: ReceivedRequest,
  parameters: URLSearchParams,
  faults: readonly Fault[],
  state: SimulatorState,
): XmlFields => {
  throwFaults(faults);
  const { action, service, run } = operationOf(parameters);
  const { directory, sessions, tokenCodes } = state;
  const now = state.now();
  const caller = authenticate(request, claimedSignature(request), service.name, { directory, sessions, now });
  if (faultOf(faults, 'access-denied')) {
    throw notAuthorized(
      callerArn(caller),
      `${service.name}:${action}`,
      parameters.get('RoleArn') ?? callerArn(caller),
    );
  }
  return run({
    caller,
    parameters,
    now,
    directory,
    tokenCodes,
    issue: (holder, durationSeconds) =>
      sessions.issue(holder, now + 1000 * (faultOf(faults, 'lifetime')?.seconds ?? durationSeconds)),
  });
};

const claimedAccessKeyId = (request: ReceivedRequest): string | undefined => {
  try {
    return claimedSignature(request).accessKeyId;
  } catch (error) {
    if (error instanceof ServiceError) return undefined;
    throw error;
  }
};

interface Response {
  readonly outcome: string;
  readonly answer: NonNullable<QueryAnswer>;
}

const respond = (
  request: ReceivedRequest,
  parameters: URLSearchParams,
  faults: readonly Fault[],
  state: SimulatorState,
): Response => {
  const requestId = randomUUID();
  const namespace = namespaceOf(parameters);
  const action = parameters.get('Action') ?? '';
  try {
    const xml = xmlDocument(`${action}Response`, namespace, {
      [`${action}Result`]: perform(request, parameters, faults, state),
      ResponseMetadata: { RequestId: requestId },
    });
    return { outcome: 'ok', answer: { status: 200, requestId, xml } };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const { status, code, message } = error;
    const xml = xmlDocument('ErrorResponse', namespace, {
      Error: { Type: status >= 500 ? 'Receiver' : 'Sender', Code: code, Message: message },
      RequestId: requestId,
    });
    return { outcome: code, answer: { status, requestId, xml } };
  }
};

/** Answers one request of AWS's Query protocol. `clientLeft` is aborted when the connection ends. */
export const answerQuery = async (
  request: ReceivedRequest,
  state: SimulatorState,
  clientLeft: AbortSignal,
): Promise<QueryAnswer> => {
  const parameters = queryParameters(request);
  const action = parameters.get('Action') ?? '';
  const accessKeyId = claimedAccessKeyId(request);
  const roleArn = parameters.get('RoleArn');
  const finish = state.calls.begin({
    action,
    accessKeyId,
    at: state.now(),
    ...(roleArn === null ? {} : { roleArn }),
    hadTokenCode: parameters.has('TokenCode'),
  });
  const released = state.faults.released();
  const faults = state.faults.take({ action, accessKeyId });
  await pause(faults, AbortSignal.any([released, clientLeft]));
  if (clientLeft.aborted) {
    finish('abandoned');
    return undefined;
  }
  const reset = faultOf(faults, 'connection-reset');
  if (reset === undefined || reset.afterProcessing === true) {
    const { outcome, answer } = respond(request, parameters, faults, state);
    if (reset === undefined) {
      finish(outcome);
      return answer;
    }
  }
  finish('connection-reset');
  return undefined;
};
