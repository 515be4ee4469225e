import { randomUUID } from 'node:crypto';
import { authenticate } from './authenticate.ts';
import { callerArn } from './caller.ts';
import { conductCall, type Response } from './conduct-call.ts';
import { type Fault, faultOf } from './faults.ts';
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

export interface QueryAnswer {
  readonly status: number;
  readonly requestId: string;
  readonly xml: string;
}

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
): XmlFields | undefined => {
  throwFaults(faults);
  const { action, service, run } = operationOf(parameters);
  const { directory, accessKeys, mfaDevices, sessions, tokenCodes } = state;
  const now = state.now();
  const caller = authenticate(request, claimedSignature(request), service.name, {
    accessKeys,
    sessions,
    now,
  });
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
    accessKeys,
    mfaDevices,
    tokenCodes,
    newKeyUsableFrom: now + 1000 * (faultOf(faults, 'new-key-unknown')?.seconds ?? 0),
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

const respond = (
  request: ReceivedRequest,
  parameters: URLSearchParams,
  faults: readonly Fault[],
  state: SimulatorState,
): Response<QueryAnswer> => {
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

/** Answers one request of AWS's Query protocol. Undefined: reset the connection. */
export const answerQuery = (
  request: ReceivedRequest,
  state: SimulatorState,
  clientLeft: AbortSignal,
): Promise<QueryAnswer | undefined> => {
  const parameters = queryParameters(request);
  const roleArn = parameters.get('RoleArn');
  const call = {
    action: parameters.get('Action') ?? '',
    accessKeyId: claimedAccessKeyId(request),
    ...(roleArn === null ? {} : { roleArn }),
    hadTokenCode: parameters.has('TokenCode'),
  };
  return conductCall(call, state, clientLeft, (faults) => respond(request, parameters, faults, state));
};
