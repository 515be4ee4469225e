/**
 * Bodies of the manage API: the routes of aws-mock-metadata, field for field as its README documents them,
 * and Metafob's additions. Both the service and its clients (page, command line) parse with these schemas.
 */
import { z } from 'zod';
import { FailureKind, PromptView, ViewState } from './view-state.ts';

/** Session credentials in the field names of aws-mock-metadata; `expiration` like `2014-04-09T09:00:44Z`. */
export const SessionBody = z.object({
  accessKey: z.string(),
  secretKey: z.string(),
  sessionToken: z.string(),
  expiration: z.string(),
});
export type SessionBody = z.infer<typeof SessionBody>;

export const ProfileBody = z.object({
  name: z.string(),
  /** The access key id of the identity; empty when the keys come from the ordinary AWS discovery. */
  accessKey: z.string(),
  region: z.string(),
  tokenDuration: z.number().optional(),
  roleArn: z.string().optional(),
  session: SessionBody.optional(),
});
export type ProfileBody = z.infer<typeof ProfileBody>;

/** `GET /manage/profiles` */
export const ProfilesResponse = z.object({ profiles: z.array(ProfileBody) });
/** `GET /manage/profiles/NAME` */
export const ProfileResponse = z.object({ profile: ProfileBody });
/** `GET` and `POST /manage/session` */
export const SessionResponse = z.object({
  session: SessionBody.optional(),
  profile: ProfileBody.omit({ session: true }),
});
export type SessionResponse = z.infer<typeof SessionResponse>;

/** `POST /manage/session`, as JSON or form. `session` and `profile` both name the profile. */
export const SessionRequest = z.object({
  token: z.string().optional(),
  session: z.string().optional(),
  profile: z.string().optional(),
});

/** Every error answer of the manage API. `message` is a full sentence for a person. */
export const ErrorResponse = z.object({
  error: z.object({
    kind: z.union([
      FailureKind,
      z.enum(['bad-request', 'unauthorized', 'forbidden', 'not-found', 'method-not-allowed', 'code-needed']),
    ]),
    message: z.string(),
    /** With `code-already-used`: when the device shows the next code, ms since the epoch. */
    nextCodeAt: z.number().optional(),
  }),
});
export type ErrorResponse = z.infer<typeof ErrorResponse>;

/** `GET /manage/health`, open to everyone on this machine. */
export const HealthResponse = z.object({
  status: z.literal('ok'),
  version: z.string(),
  processId: z.number(),
  uptimeSeconds: z.number(),
  activeProfile: z.string(),
});
export type HealthResponse = z.infer<typeof HealthResponse>;

/** `GET /manage/state`, and the data of each `state` event of `GET /manage/events`. */
export const StateResponse = ViewState;
/** `GET /manage/prompts` */
export const PromptsResponse = z.object({ prompts: z.array(PromptView) });

/** `POST /manage/prompts/ID`: answer with a code, or say which device the code will come from. */
export const PromptAnswer = z.union([
  z.strictObject({ code: z.string() }),
  z.strictObject({ serialNumber: z.string().min(9).max(256) }),
]);
export type PromptAnswer = z.infer<typeof PromptAnswer>;

/** `POST /manage/profiles/NAME/session`: make a session without switching to the profile. */
export const LoginRequest = z.strictObject({ token: z.string().optional() });

/** `PUT /manage/profiles/NAME/mfa-secret`; the secret in base32, as AWS shows it. */
export const MfaSecretRequest = z.strictObject({ secret: z.string() });

/** Written by a running service to a file that only its user can read, for the command line to find it. */
export const RunningService = z.object({
  processId: z.number(),
  /** Base URL such as `http://127.0.0.1:45000`. */
  url: z.string(),
  /** Bearer token for the routes that need one. */
  token: z.string(),
});
export type RunningService = z.infer<typeof RunningService>;
