/**
 * The one contract between the main process and the windows of the desktop app. Main registers a handler for
 * each call and checks sender, request and answer with these schemas; a preload script exposes the calls and
 * pushes of its window, and nothing else; the pages get their types from here.
 */
import { z } from 'zod';
import { DoctorReport } from './doctor.ts';
import {
  EventBody,
  EventKind,
  EventRequest,
  EventsCleared,
  InstanceResponse,
  OverridesBody,
  OverridesWritten,
} from './instance-api.ts';
import {
  EnabledMfaDevice,
  ErrorResponse,
  MfaDeviceProof,
  MfaDeviceUndone,
  MfaEnrolment,
  SessionBody,
} from './manage-api.ts';
import { Settings, SettingsChange } from './settings.ts';
import { ViewState } from './view-state.ts';

const IpcError = ErrorResponse.shape.error;

/** Errors cross as values: an exception would reach the page as “Error invoking remote method …”. */
const outcome = <Value extends z.ZodType>(value: Value) =>
  z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), value }),
    z.object({ ok: z.literal(false), error: IpcError }),
  ]);

const call = <Request extends z.ZodType, Answer extends z.ZodType>(request: Request, answer: Answer) =>
  ({ kind: 'call', request, answer: outcome(answer) }) as const;
const push = <Message extends z.ZodType>(message: Message) => ({ kind: 'push', message }) as const;

const nothing = z.undefined();
const ProfileName = z.string().min(1);

/** What the dashboard knows beyond the engine's state. */
export const DesktopView = z.object({
  version: z.string(),
  platform: z.string(),
  listeners: z.array(z.object({ url: z.string() })),
  /** Why there are none, in a sentence. */
  listenerProblem: z.string().optional(),
  /** Where configuration files are looked for, and which were read. */
  configurationFiles: z.array(z.object({ path: z.string(), found: z.boolean() })),
  /** Which store keeps MFA secrets, in words. */
  secretStore: z.string(),
  /** Profiles whose MFA secret is stored. */
  storedSecrets: z.array(z.string()),
  settings: Settings,
  launchAtLogin: z.enum(['on', 'off', 'requires-approval', 'not-possible']),
  /** False on a Linux desktop that shows no tray icons. */
  trayAvailable: z.boolean(),
  /** Why the global shortcut does not work. */
  shortcutProblem: z.string().optional(),
  /** The app does not answer requests until it is resumed. */
  paused: z.boolean(),
});
export type DesktopView = z.infer<typeof DesktopView>;

/** Calls that both windows have. */
const promptCalls = {
  answerPrompt: call(z.object({ promptId: z.string(), code: z.string().regex(/^\d{6}$/) }), nothing),
  chooseDevice: call(z.object({ promptId: z.string(), serialNumber: z.string().min(9).max(256) }), nothing),
  cancelPrompt: call(z.object({ promptId: z.string() }), nothing),
} as const;

/** The pop-up that asks for a code. */
export const promptWindow = {
  ...promptCalls,
  getState: call(nothing, ViewState),
  getSettings: call(nothing, Settings),
  /** The page shows a question now; for measuring how long that took. */
  promptShown: call(z.object({ promptId: z.string() }), nothing),
  state: push(ViewState),
} as const;

/** The dashboard with profiles, secrets, settings, log and first run. */
export const dashboardWindow = {
  ...promptCalls,
  getState: call(nothing, ViewState),
  state: push(ViewState),
  getDesktop: call(nothing, DesktopView),
  desktop: push(DesktopView),
  switchProfile: call(z.object({ profile: ProfileName }), nothing),
  startSession: call(
    z.object({
      profile: ProfileName,
      code: z
        .string()
        .regex(/^\d{6}$/)
        .optional(),
    }),
    nothing,
  ),
  clearSession: call(z.object({ profile: ProfileName }), nothing),
  revealCredentials: call(z.object({ profile: ProfileName }), SessionBody.optional()),
  changeSettings: call(SettingsChange, nothing),
  /** Base32 or an otpauth:// URI. The secret goes to the keychain and never comes back. */
  storeSecret: call(z.object({ profile: ProfileName, secret: z.string().max(1_000) }), nothing),
  /** Computes a code from the stored secret to see that it is readable; seconds until it changes. */
  testSecret: call(z.object({ profile: ProfileName }), z.object({ secondsLeft: z.number() })),
  removeSecret: call(z.object({ profile: ProfileName }), nothing),
  /** Makes a virtual MFA device; its secret is for the dialog that shows it, and for nothing else. */
  addMfaDevice: call(z.object({ profile: ProfileName }), MfaEnrolment),
  enableMfaDevice: call(
    z.object({ profile: ProfileName, enrolmentId: z.string(), proof: MfaDeviceProof }),
    EnabledMfaDevice,
  ),
  cancelMfaDevice: call(z.object({ profile: ProfileName, enrolmentId: z.string() }), MfaDeviceUndone),
  getInstance: call(nothing, InstanceResponse),
  getOverrides: call(nothing, OverridesBody),
  writeOverrides: call(OverridesBody, OverridesWritten),
  removeOverrides: call(nothing, OverridesWritten),
  regenerateInstance: call(nothing, nothing),
  scheduleEvent: call(EventRequest, EventBody),
  /** All of them without a kind. */
  clearEvents: call(z.object({ kind: EventKind.optional() }), EventsCleared),
  /** The newest lines of the log, oldest first, free of secrets. */
  readLog: call(nothing, z.array(z.string())),
  /** Puts version, system, settings, states and log, free of secrets, onto the clipboard. */
  copyDiagnostics: call(nothing, nothing),
  copyEnvironmentLine: call(nothing, nothing),
  /** Why programs may not get credentials, as seen from the app. */
  examine: call(nothing, DoctorReport),
  setPaused: call(z.object({ paused: z.boolean() }), nothing),
  /** Opens one of a fixed table of our own pages in the browser. */
  openLink: call(
    z.object({ link: z.enum(['documentation', 'changelog', 'issues', 'tray-extension']) }),
    nothing,
  ),
} as const;

export const ipc = { prompt: promptWindow, dashboard: dashboardWindow } as const;
export type IpcContract = typeof ipc;
export type WindowName = keyof IpcContract;

/** `prompt:answerPrompt` */
export const channelName = (window: WindowName, name: string): string => `${window}:${name}`;

type Entry = IpcContract[WindowName][keyof IpcContract[WindowName]];
type Calls<Contract> = {
  [Name in keyof Contract as Contract[Name] extends { kind: 'call' } ? Name : never]: Contract[Name];
};
type Pushes<Contract> = {
  [Name in keyof Contract as Contract[Name] extends { kind: 'push' } ? Name : never]: Contract[Name];
};

/** What a call asks and answers. */
export type RequestOf<Value> = Value extends { request: z.ZodType<infer Request> } ? Request : never;
export type AnswerOf<Value> = Value extends { answer: z.ZodType<infer Answer> } ? Answer : never;
export type MessageOf<Value> = Value extends { message: z.ZodType<infer Message> } ? Message : never;

/** `window.metafob` in a page: one function a call, and `on` for the pushes. */
export type WindowApi<Contract> = {
  readonly [Name in keyof Calls<Contract>]: (
    ...request: RequestOf<Contract[Name]> extends undefined ? [] : [RequestOf<Contract[Name]>]
  ) => Promise<AnswerOf<Contract[Name]>>;
} & {
  readonly on: <Name extends keyof Pushes<Contract>>(
    name: Name,
    listener: (message: MessageOf<Contract[Name]>) => void,
  ) => () => void;
};

export type PromptApi = WindowApi<typeof promptWindow>;
export type DashboardApi = WindowApi<typeof dashboardWindow>;
export type { Entry as IpcEntry };
