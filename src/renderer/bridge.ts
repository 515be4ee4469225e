import type { DoctorReport } from '../shared/doctor.ts';
import type {
  EnabledMfaDevice,
  ErrorResponse,
  MfaDeviceProof,
  MfaDeviceUndone,
  MfaEnrolment,
  SessionBody,
} from '../shared/manage-api.ts';
import type { ViewState } from '../shared/view-state.ts';

/** Errors cross the bridge as values; `message` is a full sentence for the user. */
export type ActionResult<Value = void> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: ErrorResponse['error'] };

export type Connection = 'connected' | 'lost';

/**
 * All that a page may ask of the engine. Pages know nothing else: in the browser this is HTTP, in the
 * desktop app it is IPC.
 */
export interface Bridge {
  /** Calls back with the state now and after every change; reconnects by itself. Returns an unsubscribe. */
  subscribe(onState: (state: ViewState) => void, onConnection: (connection: Connection) => void): () => void;
  switchProfile(profile: string): Promise<ActionResult>;
  /** Makes a session, with a code when the profile needs one. Fails with `code-needed` when it is missing. */
  startSession(profile: string, code?: string): Promise<ActionResult>;
  clearSession(profile: string): Promise<ActionResult>;
  answerPrompt(promptId: string, code: string): Promise<ActionResult>;
  chooseDevice(promptId: string, serialNumber: string): Promise<ActionResult>;
  cancelPrompt(promptId: string): Promise<ActionResult>;
  /** The profile's current credentials, for an explicit reveal by the user; undefined without a session. */
  revealCredentials(profile: string): Promise<ActionResult<SessionBody | undefined>>;
  /** Why programs may not get credentials, as seen from the service. */
  examine(): Promise<ActionResult<DoctorReport>>;
  /** Makes a virtual MFA device for the user of the profile's keys; it is of no use before it is enabled. */
  addMfaDevice(profile: string): Promise<ActionResult<MfaEnrolment>>;
  enableMfaDevice(
    profile: string,
    enrolmentId: string,
    proof: MfaDeviceProof,
  ): Promise<ActionResult<EnabledMfaDevice>>;
  /** Deletes the device again. */
  cancelMfaDevice(profile: string, enrolmentId: string): Promise<ActionResult<MfaDeviceUndone>>;
}

/** The part of the bridge that a prompt needs; the pop-up window has no more. */
export type PromptBridge = Pick<Bridge, 'subscribe' | 'answerPrompt' | 'chooseDevice' | 'cancelPrompt'>;
