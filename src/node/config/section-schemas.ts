/**
 * The meaning of every key of the configuration file. Messages complete the sentence "KEY …" and never
 * repeat the value, because it may be a secret or a secret in the wrong place.
 */
import { isIP } from 'node:net';
// The small build of zod: a start of the service reads its configuration before anything else.
import * as z from 'zod/mini';

/** A key that may be missing (then it is inherited) or empty (`null`: then it is switched off). */
const setting = <Schema extends z.ZodMiniType>(schema: Schema) => z.optional(z.nullable(schema));

const matching = (pattern: RegExp, error: string) => z.string().check(z.regex(pattern, { error }));

const YesNo = z.stringbool({
  truthy: ['yes', 'true', 'on', '1'],
  falsy: ['no', 'false', 'off', '0'],
  error: 'must be yes or no (true/false, on/off and 1/0 are the same)',
});

const AccessKey = matching(/^[\w+/=.@-]+$/, 'must be an access key id: letters and digits, without quotes');
const SecretKey = matching(/^[^\s"']+$/, 'must be a secret access key, without spaces and quotes');

const Region = matching(
  /^[a-z]{2,}(-[a-z]+)+-\d{1,2}$/,
  'must be the code of an AWS region, such as us-east-1 or eu-central-1',
);

/** A base32 secret as apps and AWS show it; the result has no spaces, no padding and no small letters. */
export const MfaSecret = z.pipe(
  z.pipe(
    z.string(),
    z.transform((secret: string) => secret.replace(/\s+/g, '').replace(/=+$/, '').toUpperCase()),
  ),
  matching(/^[A-Z2-7]+$/, 'must be the base32 secret of a virtual MFA device: letters A–Z and digits 2–7'),
);

const MfaSerial = z.string().check(
  z.regex(/^[\w+=/:,.@-]{9,256}$/, {
    error: 'must be the ARN of an MFA device or the serial number of a hardware one (9 to 256 characters)',
    abort: true,
  }),
  z.refine(
    (serial) => !serial.startsWith('arn:') || /^arn:aws[a-z-]*:iam::\d{12}:(sms-)?mfa\/./.test(serial),
    {
      error:
        'must be like arn:aws:iam::123456789012:mfa/NAME; security keys (u2f) have no codes and do not work',
    },
  ),
);

/** Replaced by the engine when it assumes the role. */
const userNameVariable = `\${aws:username}`;

const RoleArn = z
  .string()
  .check(
    z.refine(
      (arn) =>
        /^arn:aws[a-z-]*:iam::\d{12}:role\/([\w+=,.@/-]+\/)?[\w+=,.@-]+$/.test(
          arn.replaceAll(userNameVariable, 'username'),
        ),
      { error: `must be like arn:aws:iam::123456789012:role/NAME; the only variable is ${userNameVariable}` },
    ),
  );

const TokenDuration = z.pipe(
  matching(/^0*[1-9]\d{0,8}$/, 'must be a whole number of seconds above 0'),
  z.transform(Number),
);

const isHostName = (host: string): boolean =>
  /^([a-z\d]([a-z\d-]*[a-z\d])?\.)*[a-z]([a-z\d-]*[a-z\d])?$/i.test(host);
const Host = z.string().check(
  z.refine((host) => isIP(host) !== 0 || isHostName(host), {
    error: 'must be an IP address (IPv6 without brackets) or a host name',
  }),
);

const portRange = 'must be a port number: 0 (any free port) to 65535';
const Port = z.pipe(
  z.pipe(matching(/^\d{1,5}$/, portRange), z.transform(Number)),
  z.number().check(z.maximum(65_535, { error: portRange })),
);

const TokenUse = z.pipe(
  z.string().check(z.toLowerCase()),
  z.enum(['optional', 'required'], { error: 'must be optional or required' }),
);

/** `[aws]`: the identity that profiles use unless they name their own. */
export const AwsSection = z.object({
  access_key: setting(AccessKey),
  secret_key: setting(SecretKey),
  region: setting(Region),
  mfa_enabled: setting(YesNo),
  mfa_secret: setting(MfaSecret),
  mfa_serial: setting(MfaSerial),
});
export type AwsSection = z.infer<typeof AwsSection>;

/** `[metadata]`: the listener, and what profiles do unless they say otherwise. */
export const MetadataSection = z.object({
  host: setting(Host),
  port: setting(Port),
  imdsv2: setting(TokenUse),
  profile: setting(z.string()),
  token_duration: setting(TokenDuration),
  role_arn: setting(RoleArn),
  long_role_session: setting(YesNo),
});
export type MetadataSection = z.infer<typeof MetadataSection>;

/** `[profile:NAME]` */
export const ProfileSection = z.object({
  ...AwsSection.shape,
  ...z.pick(MetadataSection, { token_duration: true, role_arn: true, long_role_session: true }).shape,
});
export type ProfileSection = z.infer<typeof ProfileSection>;

/** Names go into URLs: `.` and `..` would change the path even when they are percent-encoded. */
export const ProfileName = z.string().check(
  z.regex(/^[^/\p{Cc}]+$/u, { error: 'must not be empty, nor contain / or control characters', abort: true }),
  z.refine((name) => name !== '.' && name !== '..' && name === name.trim(), {
    error: 'must not be . or .. and not begin or end with white space',
  }),
);
