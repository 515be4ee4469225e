import './no-eval.ts';

import type { z } from 'zod';
import { DoctorReport } from '../shared/doctor.ts';
import {
  EnabledMfaDevice,
  ErrorResponse,
  MfaDeviceUndone,
  MfaEnrolment,
  ProfileResponse,
  type SessionBody,
} from '../shared/manage-api.ts';
import type { ActionResult, Bridge } from './bridge.ts';
import { subscribeToEvents } from './http-events.ts';

const lost: ActionResult<never> = {
  ok: false,
  error: { kind: 'network', message: 'Metafob does not answer. Check that it is running, then try again.' },
};

const notUnderstood = (status: number): ActionResult<never> => ({
  ok: false,
  error: {
    kind: 'unknown',
    message: `Metafob gave an answer that this page does not understand (status ${status}). Reload the page.`,
  },
});

const jsonBody = (body: object): RequestInit => ({
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

/** The body as JSON, or undefined when it is none. */
const readJson = async (response: Response): Promise<unknown> => {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
};

/**
 * Asks the manage API on the page's own origin; the page's cookie goes along by itself. `read` turns the body
 * of a good answer into a value.
 */
const request = async <Value>(
  method: string,
  path: string,
  read: (response: Response) => Promise<ActionResult<Value>>,
  body?: object,
): Promise<ActionResult<Value>> => {
  try {
    const response = await fetch(path, {
      method,
      // What is taken back when the page goes away has to be sent all the same.
      keepalive: method === 'DELETE',
      ...(body === undefined ? {} : jsonBody(body)),
    });
    if (response.ok) return await read(response);
    const parsed = ErrorResponse.safeParse(await readJson(response));
    return parsed.success ? { ok: false, error: parsed.data.error } : notUnderstood(response.status);
  } catch {
    return lost;
  }
};

const act = (method: string, path: string, body?: object): Promise<ActionResult> =>
  request(method, path, async () => ({ ok: true, value: undefined }), body);

const readSession = async (response: Response): Promise<ActionResult<SessionBody | undefined>> => {
  const parsed = ProfileResponse.safeParse(await readJson(response));
  return parsed.success ? { ok: true, value: parsed.data.profile.session } : notUnderstood(response.status);
};

const readAs =
  <Schema extends z.ZodType>(schema: Schema) =>
  async (response: Response): Promise<ActionResult<z.infer<Schema>>> => {
    const parsed = schema.safeParse(await readJson(response));
    return parsed.success ? { ok: true, value: parsed.data } : notUnderstood(response.status);
  };

const profilePath = (profile: string): string => `/manage/profiles/${encodeURIComponent(profile)}`;
const mfaDevicePath = (profile: string, enrolmentId: string): string =>
  `${profilePath(profile)}/mfa-device/${encodeURIComponent(enrolmentId)}`;
const promptPath = (promptId: string): string => `/manage/prompts/${encodeURIComponent(promptId)}`;

/** The bridge of a page in the browser: the manage API over HTTP. */
export const createHttpBridge = (): Bridge => ({
  subscribe: (onState, onConnection) => subscribeToEvents('/manage/events', onState, onConnection),
  switchProfile: (profile) => act('POST', '/manage/session', { profile }),
  startSession: (profile, code) =>
    act('POST', `${profilePath(profile)}/session`, code === undefined ? {} : { token: code }),
  clearSession: (profile) => act('DELETE', `${profilePath(profile)}/session`),
  answerPrompt: (promptId, code) => act('POST', promptPath(promptId), { code }),
  chooseDevice: (promptId, serialNumber) => act('POST', promptPath(promptId), { serialNumber }),
  cancelPrompt: (promptId) => act('DELETE', promptPath(promptId)),
  revealCredentials: (profile) => request('GET', profilePath(profile), readSession),
  examine: () => request('GET', '/manage/doctor', readAs(DoctorReport)),
  addMfaDevice: (profile) => request('POST', `${profilePath(profile)}/mfa-device`, readAs(MfaEnrolment), {}),
  enableMfaDevice: (profile, enrolmentId, proof) =>
    request('POST', mfaDevicePath(profile, enrolmentId), readAs(EnabledMfaDevice), proof),
  cancelMfaDevice: (profile, enrolmentId) =>
    request('DELETE', mfaDevicePath(profile, enrolmentId), readAs(MfaDeviceUndone)),
});
