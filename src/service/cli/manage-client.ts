import type { ZodType } from 'zod';
import { type HttpAnswer, type HttpRequest, sendRequest } from '../../node/http/send-request.ts';
import {
  AccessResponse,
  CredentialsResponse,
  EnabledMfaDevice,
  ErrorResponse,
  HealthResponse,
  type MfaDeviceProof,
  type MfaDeviceRequest,
  MfaDeviceUndone,
  MfaEnrolment,
  PortResponse,
  SessionResponse,
} from '../../shared/manage-api.ts';
import { ViewState } from '../../shared/view-state.ts';
import { CliError } from './cli-error.ts';
import type { ServiceAddress } from './find-service.ts';
import { createInstanceClient, type InstanceClient } from './instance-client.ts';

/** The manage API as functions. Every failure is a `CliError`. */
export interface ManageClient {
  readonly url: string;
  health(): Promise<HealthResponse>;
  state(): Promise<ViewState>;
  useProfile(profile: string): Promise<SessionResponse>;
  /** Fails with `code-needed` when a code is needed and none was given. */
  startSession(profile: string, code?: string): Promise<SessionResponse>;
  clearSession(profile: string): Promise<void>;
  clearActiveSession(): Promise<void>;
  clearAllSessions(): Promise<void>;
  storeMfaSecret(profile: string, secret: string): Promise<void>;
  removeMfaSecret(profile: string): Promise<void>;
  /** Waits as long as a person needs for a code; the signal ends the waiting. */
  credentials(profile: string, signal?: AbortSignal): Promise<CredentialsResponse>;
  access(profile: string): Promise<AccessResponse>;
  assignPort(profile: string): Promise<PortResponse>;
  /** Fails with `not-found` when the profile has no port. */
  releasePort(profile: string): Promise<void>;
  renew(profile: string): Promise<void>;
  answerPrompt(promptId: string, code: string): Promise<void>;
  cancelPrompt(promptId: string): Promise<void>;
  addMfaDevice(profile: string, request: MfaDeviceRequest): Promise<MfaEnrolment>;
  enableMfaDevice(profile: string, enrolmentId: string, proof: MfaDeviceProof): Promise<EnabledMfaDevice>;
  cancelMfaDevice(profile: string, enrolmentId: string): Promise<MfaDeviceUndone>;
  readonly instance: InstanceClient;
  /** Ends the service, soon after the answer. */
  stop(): Promise<void>;
}

interface Call {
  readonly method: HttpRequest['method'];
  readonly path: string;
  readonly body?: object;
  /** Answered without the token: health, and the routes of aws-mock-metadata. */
  readonly open?: true;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

const ordinaryTimeoutMs = 5_000;
/** AWS may be slow, and the service may have to wait for the next time step of a stored MFA secret. */
const sessionTimeoutMs = 90_000;
/** Longer than any person lets a program wait. */
const personTimeoutMs = 24 * 60 * 60 * 1000;

export function createManageClient({ url, token }: ServiceAddress): ManageClient {
  async function send({ method, path, body, open, timeoutMs, signal }: Call): Promise<HttpAnswer> {
    if (token === undefined && open !== true) await failWithoutToken();
    try {
      const answer = await sendRequest({
        method,
        url: url + path,
        headers: {
          accept: 'application/json',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        timeoutMs: timeoutMs ?? ordinaryTimeoutMs,
        ...(signal === undefined ? {} : { signal }),
      });
      if (answer.status < 200 || answer.status > 299) throw refusal(answer);
      return answer;
    } catch (error) {
      throw error instanceof CliError ? error : noAnswer(error);
    }
  }

  async function receive<Value>(schema: ZodType<Value>, call: Call): Promise<Value> {
    const { body } = await send(call);
    const parsed = schema.safeParse(parseJson(body));
    if (parsed.success) return parsed.data;
    throw new CliError(
      'unexpected',
      `What answers at ${url} is not Metafob, or another version of it: the answer to ${call.method} ${call.path} has an unknown form.`,
    );
  }

  const perform = async (call: Call): Promise<void> => void (await send(call));

  /** Says first that nothing runs, if that is so: that is the usual reason for having no token. */
  async function failWithoutToken(): Promise<never> {
    await send({ method: 'GET', path: '/manage/health', open: true });
    throw new CliError(
      'no-token',
      `A service answers at ${url}, but it was not started by this user (no token for it was found), so it can not be controlled from here. Start your own with “metafob serve”, or leave out --url and METAFOB_URL.`,
    );
  }

  function refusal({ status, body }: HttpAnswer): CliError {
    const parsed = ErrorResponse.safeParse(parseJson(body));
    if (!parsed.success) {
      return new CliError(
        'not-running',
        `What answers at ${url} (with HTTP status ${status}) is not Metafob.`,
      );
    }
    const { kind, message, nextCodeAt } = parsed.data.error;
    return new CliError(kind, message, nextCodeAt);
  }

  function noAnswer(error: unknown): CliError {
    const reason =
      error instanceof Error && error.name === 'TimeoutError'
        ? 'no answer in time'
        : error instanceof Error && 'code' in error && typeof error.code === 'string'
          ? error.code
          : String(error);
    return new CliError(
      'not-running',
      `No service answers at ${url} (${reason}). Start one with “metafob serve”.`,
    );
  }

  const ofProfile = (profile: string, what: string): string =>
    `/manage/profiles/${encodeURIComponent(profile)}/${what}`;

  const ofPrompt = (promptId: string): string => `/manage/prompts/${encodeURIComponent(promptId)}`;

  return {
    url,
    health: () => receive(HealthResponse, { method: 'GET', path: '/manage/health', open: true }),
    state: () => receive(ViewState, { method: 'GET', path: '/manage/state' }),
    useProfile: (profile) =>
      receive(SessionResponse, { method: 'POST', path: '/manage/session', body: { profile }, open: true }),
    startSession: (profile, code) =>
      receive(SessionResponse, {
        method: 'POST',
        path: ofProfile(profile, 'session'),
        body: code === undefined ? {} : { token: code },
        timeoutMs: sessionTimeoutMs,
      }),
    clearSession: (profile) => perform({ method: 'DELETE', path: ofProfile(profile, 'session') }),
    clearActiveSession: () => perform({ method: 'DELETE', path: '/manage/session', open: true }),
    clearAllSessions: () => perform({ method: 'DELETE', path: '/manage/sessions' }),
    storeMfaSecret: (profile, secret) =>
      perform({ method: 'PUT', path: ofProfile(profile, 'mfa-secret'), body: { secret } }),
    removeMfaSecret: (profile) => perform({ method: 'DELETE', path: ofProfile(profile, 'mfa-secret') }),
    credentials: (profile, signal) =>
      receive(CredentialsResponse, {
        method: 'GET',
        path: ofProfile(profile, 'credentials'),
        timeoutMs: personTimeoutMs,
        ...(signal === undefined ? {} : { signal }),
      }),
    access: (profile) => receive(AccessResponse, { method: 'GET', path: ofProfile(profile, 'access') }),
    assignPort: (profile) => receive(PortResponse, { method: 'POST', path: ofProfile(profile, 'port') }),
    releasePort: (profile) => perform({ method: 'DELETE', path: ofProfile(profile, 'port') }),
    renew: (profile) => perform({ method: 'POST', path: ofProfile(profile, 'renew') }),
    answerPrompt: (promptId, code) =>
      perform({ method: 'POST', path: ofPrompt(promptId), body: { code }, timeoutMs: sessionTimeoutMs }),
    cancelPrompt: (promptId) => perform({ method: 'DELETE', path: ofPrompt(promptId) }),
    addMfaDevice: (profile, request) =>
      receive(MfaEnrolment, {
        method: 'POST',
        path: ofProfile(profile, 'mfa-device'),
        body: request,
        timeoutMs: sessionTimeoutMs,
      }),
    enableMfaDevice: (profile, enrolmentId, proof) =>
      receive(EnabledMfaDevice, {
        method: 'POST',
        path: ofProfile(profile, `mfa-device/${encodeURIComponent(enrolmentId)}`),
        body: proof,
        timeoutMs: sessionTimeoutMs,
      }),
    cancelMfaDevice: (profile, enrolmentId) =>
      receive(MfaDeviceUndone, {
        method: 'DELETE',
        path: ofProfile(profile, `mfa-device/${encodeURIComponent(enrolmentId)}`),
        timeoutMs: sessionTimeoutMs,
      }),
    instance: createInstanceClient({ receive, perform }),
    stop: () => perform({ method: 'POST', path: '/manage/stop' }),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
