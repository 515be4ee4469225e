/**
 * What every face (page, command line, tray) draws itself from. The engine publishes one `ViewState` after
 * each change; it never holds a secret: no secret key, no session token, no MFA secret, no token code.
 * Times are milliseconds since the epoch.
 */
import { z } from 'zod';

/** Why a session could not be made. Each kind has its sentence in `core/sessions/failure.ts`. */
export const failureKinds = [
  'bad-code',
  'code-already-used',
  'stored-secret-refused',
  'wrong-serial',
  'access-denied',
  'mfa-required',
  'throttled',
  'network',
  'clock-skew',
  'base-keys-gone',
  'no-base-keys',
  'source-failed',
  'duration-too-long',
  'keychain-locked',
  'cancelled',
  'stopped',
  'prompt-timed-out',
  'unknown-profile',
  'internal',
  'unknown',
] as const;
export const FailureKind = z.enum(failureKinds);
export type FailureKind = z.infer<typeof FailureKind>;

/** A failure in the words of the user: what happened, why, and what to do next. */
export const Problem = z.object({ kind: FailureKind, message: z.string() });
export type Problem = z.infer<typeof Problem>;

/** Where a profile's credentials stand. */
export const SessionView = z.discriminatedUnion('state', [
  z.object({ state: z.literal('none') }),
  z.object({ state: z.literal('working') }),
  z.object({ state: z.literal('waiting-for-code'), promptId: z.string() }),
  z.object({ state: z.literal('active'), expiresAt: z.number(), problem: Problem.optional() }),
  /** Still valid, but it ends soon and only a new token code can renew it. */
  z.object({ state: z.literal('expiring'), expiresAt: z.number(), problem: Problem.optional() }),
  z.object({ state: z.literal('failed'), problem: Problem }),
]);
export type SessionView = z.infer<typeof SessionView>;

/**
 * How a profile gets its token codes: `none` needs no code, `stored-secret` computes them, `prompt` asks a
 * person; `unknown` until the identity was looked up for the first time.
 */
export const MfaMode = z.enum(['none', 'stored-secret', 'prompt', 'unknown']);
export type MfaMode = z.infer<typeof MfaMode>;

export const ProfileView = z.object({
  name: z.string(),
  active: z.boolean(),
  region: z.string(),
  accountId: z.string().optional(),
  userName: z.string().optional(),
  roleArn: z.string().optional(),
  /** The name under which instance metadata lists the profile, where it is not its role's. */
  metadataRoleName: z.string().optional(),
  mfa: z.object({ mode: MfaMode, serialNumber: z.string().optional() }),
  session: SessionView,
  /** Something the user should know but that needs no action now, such as a shortened session. */
  notice: z.string().optional(),
  /** File and line where the profile is defined. */
  origin: z.string(),
});
export type ProfileView = z.infer<typeof ProfileView>;

/** A pending question for one token code of one MFA device. Many waiting requests share one prompt. */
export const PromptView = z.object({
  id: z.string(),
  /** The profile whose request opened the prompt. */
  profile: z.string(),
  /** Every profile that waits for this code, the first one included. */
  profiles: z.array(z.string()),
  accountId: z.string().optional(),
  userName: z.string().optional(),
  serialNumber: z.string(),
  /** True when the serial number was derived from the user's name and was not confirmed by AWS. */
  serialNumberIsGuess: z.boolean(),
  /** All MFA devices of the user that can give a code, for a picker; at least `serialNumber`. */
  devices: z.array(z.string()),
  /** How many requests wait for the answer right now. */
  waiting: z.number(),
  openedAt: z.number(),
  /** True while a code is being checked by AWS. */
  checking: z.boolean(),
  /** Why the last code was not accepted. */
  problem: Problem.optional(),
  /** When a code was used up: the moment the device shows the next one. */
  nextCodeAt: z.number().optional(),
});
export type PromptView = z.infer<typeof PromptView>;

export const ViewState = z.object({
  /** The engine's clock when this state was made, corrected by what AWS said the time is. */
  now: z.number(),
  activeProfile: z.string(),
  profiles: z.array(ProfileView),
  prompts: z.array(PromptView),
  /** Configuration problems and warnings, each a full sentence. */
  warnings: z.array(z.string()),
  /** How far AWS's clock is ahead of this machine's (negative: behind). */
  clockSkewMs: z.number(),
});
export type ViewState = z.infer<typeof ViewState>;
