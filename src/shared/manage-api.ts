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

/** `GET /manage/profiles/NAME/credentials`, once a person has given a code where one is needed. */
export const CredentialsResponse = z.object({
  profile: z.string(),
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  sessionToken: z.string(),
  /** Like `2014-04-09T09:00:44Z`. */
  expiration: z.string(),
  accountId: z.string().optional(),
  region: z.string(),
  roleArn: z.string().optional(),
});
export type CredentialsResponse = z.infer<typeof CredentialsResponse>;

/** `GET /manage/profiles/NAME/access`: how programs use a profile that is not the active one. */
export const AccessResponse = z.object({
  /** For AWS_CONTAINER_CREDENTIALS_FULL_URI. */
  containerUrl: z.string(),
  /** For AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE; its content is secret. */
  tokenFile: z.string(),
  /** For ec2_metadata_service_endpoint, where the profile has a port of its own. */
  metadataUrl: z.string().optional(),
  region: z.string(),
});
export type AccessResponse = z.infer<typeof AccessResponse>;

/** `POST /manage/profiles/NAME/port` */
export const PortResponse = z.object({ port: z.number(), url: z.string() });
export type PortResponse = z.infer<typeof PortResponse>;

/** Written by a running service to a file that only its user can read, for the command line to find it. */
export const RunningService = z.object({
  processId: z.number(),
  /** Base URL such as `http://127.0.0.1:45000`. */
  url: z.string(),
  /** Bearer token for the routes that need one. */
  token: z.string(),
});
export type RunningService = z.infer<typeof RunningService>;

/** `POST /manage/profiles/NAME/mfa-device`: makes a virtual MFA device for the user of the profile's keys. */
export const MfaDeviceRequest = z.strictObject({ deviceName: z.string().optional() });
export type MfaDeviceRequest = z.infer<typeof MfaDeviceRequest>;

/** The answer: a device that is of no use before two codes enable it. AWS never shows its secret again. */
export const MfaEnrolment = z.object({
  enrolmentId: z.string(),
  serialNumber: z.string(),
  userName: z.string(),
  /** Base32. */
  secret: z.string(),
  /** The same as an address for an authenticator app, usually shown as a QR code. */
  otpauthUri: z.string(),
  /** When the device is deleted again unless it was enabled before; ms since the epoch. */
  expiresAt: z.number(),
});
export type MfaEnrolment = z.infer<typeof MfaEnrolment>;

/** `POST /manage/profiles/NAME/mfa-device/ID`: two codes in a row, or the wish that Metafob makes the codes. */
export const MfaDeviceProof = z.union([
  z.strictObject({ codes: z.tuple([z.string(), z.string()]) }),
  z.strictObject({ keepSecret: z.literal(true) }),
]);
export type MfaDeviceProof = z.infer<typeof MfaDeviceProof>;

export const EnabledMfaDevice = z.object({
  serialNumber: z.string(),
  secretKept: z.boolean(),
  /** When the first code appears that was not used up by enabling the device; ms since the epoch. */
  nextCodeAt: z.number(),
  /** Whether `mfa_serial` is in the configuration now, and if not, which line to add. */
  configuration: z.object({ written: z.boolean(), message: z.string() }),
});
export type EnabledMfaDevice = z.infer<typeof EnabledMfaDevice>;

/** `DELETE /manage/profiles/NAME/mfa-device/ID`: what was undone, in a sentence. */
export const MfaDeviceUndone = z.object({ message: z.string() });
export type MfaDeviceUndone = z.infer<typeof MfaDeviceUndone>;
