import { z } from 'zod';
import type { Caller } from './caller.ts';
import { conductCall, type Response } from './conduct-call.ts';
import { type Fault, faultOf } from './faults.ts';
import { queryParameters, type ReceivedRequest } from './received-request.ts';
import type { SimulatorState } from './state.ts';

/*
 * Signing in to the console with temporary credentials, at https://signin.aws.amazon.com/federation.
 * Requests are not signed: the credentials themselves are the parameter `Session`.
 */

export const FEDERATION_PATH = '/federation';

export interface FederationAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

const sessionParameter = z.object({
  sessionId: z.string(),
  sessionKey: z.string(),
  sessionToken: z.string(),
});
type SessionParameter = z.infer<typeof sessionParameter>;

const parseSession = (text: string | null): SessionParameter | undefined => {
  try {
    return sessionParameter.safeParse(JSON.parse(text ?? '')).data;
  } catch {
    return undefined;
  }
};

/** AWS answers every bad request with a page that gives no reason; the call log of the simulator has it. */
const refused = (outcome: string): Response<FederationAnswer> => ({
  outcome,
  answer: { status: 400, type: 'text/html', body: '<html><body>Bad Request</body></html>\n', headers: {} },
});

/** A console session of a length of its own is only for roles that a user's own key assumed. */
const mayChooseDuration = (caller: Caller): boolean => caller.kind === 'role-session' && !caller.chained;

const getSignInToken = (
  parameters: URLSearchParams,
  session: SessionParameter | undefined,
  state: SimulatorState,
): Response<FederationAnswer> => {
  const now = state.now();
  if (session === undefined) return refused('InvalidSession');
  const issued = state.sessions.find(session.sessionId);
  if (issued?.secret !== session.sessionKey || issued.token !== session.sessionToken) {
    return refused('UnknownSession');
  }
  if (now >= issued.expiresAt) return refused('ExpiredSession');
  if (issued.caller.kind === 'user-session') return refused('SessionOfUser');
  const duration = parameters.get('SessionDuration');
  if (duration !== null) {
    const seconds = Number(duration);
    if (!Number.isInteger(seconds) || seconds < 900 || seconds > 43_200) return refused('InvalidDuration');
    if (!mayChooseDuration(issued.caller)) return refused('DurationNotAllowed');
  }
  const body = JSON.stringify({ SigninToken: state.signInTokens.issue(now) });
  return { outcome: 'ok', answer: { status: 200, type: 'application/json', body, headers: {} } };
};

const isConsoleAddress = (text: string): boolean =>
  /^https:\/\/([a-z0-9-]+\.)*(aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com|amazonaws-eusc\.eu)(\/|$)/.test(
    text,
  );

const login = (parameters: URLSearchParams, state: SimulatorState): Response<FederationAnswer> => {
  const destination = parameters.get('Destination') ?? '';
  if (!isConsoleAddress(destination)) return refused('InvalidDestination');
  if (!state.signInTokens.isValid(parameters.get('SigninToken') ?? '', state.now())) {
    return refused('InvalidToken');
  }
  const headers = { Location: destination };
  return { outcome: 'ok', answer: { status: 302, type: 'text/html', body: '', headers } };
};

const respond = (
  action: string,
  parameters: URLSearchParams,
  session: SessionParameter | undefined,
  state: SimulatorState,
  faults: readonly Fault[],
): Response<FederationAnswer> => {
  if (faultOf(faults, 'internal-failure')) {
    const { answer } = refused('');
    return { outcome: 'InternalFailure', answer: { ...answer, status: 500 } };
  }
  if (faultOf(faults, 'invalid-key') ?? faultOf(faults, 'access-denied')) return refused('UnknownSession');
  switch (action) {
    case 'getSigninToken':
      return getSignInToken(parameters, session, state);
    case 'login':
      return login(parameters, state);
    default:
      return refused('InvalidAction');
  }
};

/** Answers `getSigninToken` (GET or POST) and `login`. Undefined: reset the connection. */
export const answerFederation = (
  request: ReceivedRequest,
  state: SimulatorState,
  clientLeft: AbortSignal,
): Promise<FederationAnswer | undefined> => {
  const parameters = queryParameters(request);
  const action = parameters.get('Action') ?? '';
  const session = parseSession(parameters.get('Session'));
  const call = { action, accessKeyId: session?.sessionId, hadTokenCode: false };
  return conductCall(call, state, clientLeft, (faults) =>
    respond(action, parameters, session, state, faults),
  );
};
