/**
 * The meaning of every key of the configuration file. Messages complete the sentence "KEY …" and never
 * repeat the value, because it may be a secret or a secret in the wrong place.
 */
import { isIP } from 'node:net';
// The small build of zod: a start of the service reads its configuration before anything else.
import * as z from 'zod/mini';
import { splitCommand } from './aws/shell-words.ts';

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

const ExternalId = matching(
  /^[\w+=,.@:/-]{2,1224}$/,
  'must have 2 to 1224 characters: letters, digits and _+=,.@:/-',
);

const RoleSessionName = matching(
  /^[\w+=,.@-]{2,64}$/,
  'must have 2 to 64 characters: letters, digits and _+=,.@-',
);

const Command = z.string().check(
  z.refine((command) => splitCommand(command) !== undefined, {
    error: 'must be a command line of which all quotes are closed',
  }),
);

/** Where profiles come from besides Metafob's own files. */
export const profileSources = ['imsa', 'alppaca', 'aws'] as const;
export type ProfileSourceName = (typeof profileSources)[number];

const sourcesError = `must be none, or some of: ${profileSources.join(', ')}`;
const Sources = z.pipe(
  z.pipe(
    z.string(),
    z.transform((names: string) => (names === 'none' ? [] : names.split(/[\s,]+/))),
  ),
  z.array(z.enum(profileSources, { error: sourcesError })),
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
  secret_key_in: setting(z.enum(['keychain'], { error: 'must be keychain, the only place there is' })),
  credential_process: setting(Command),
  region: setting(Region),
  mfa_enabled: setting(YesNo),
  mfa_secret: setting(MfaSecret),
  mfa_serial: setting(MfaSerial),
});
export type AwsSection = z.infer<typeof AwsSection>;

const isPrivateAddress = (address: string): boolean =>
  /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address);

/** `172.17.0.1/16, …`: the gateways of networks of containers, with their prefix lengths. */
const Bridges = z.pipe(
  z.string().check(
    z.refine(
      (text) =>
        text.split(',').every((part) => {
          const [address = '', length = '', ...rest] = part.trim().split('/');
          const isLength = /^\d{1,2}$/.test(length) && Number(length) >= 8 && Number(length) <= 30;
          return isIP(address) === 4 && isPrivateAddress(address) && isLength && rest.length === 0;
        }),
      { error: 'must be gateways of container networks like 172.17.0.1/16, in private address ranges' },
    ),
  ),
  z.transform((text: string) =>
    text.split(',').map((part) => {
      const [gateway = '', length = ''] = part.trim().split('/');
      return { gateway, prefixLength: Number(length) };
    }),
  ),
);

/** `[metadata]`: the listener, and what profiles do unless they say otherwise. */
export const MetadataSection = z.object({
  host: setting(Host),
  port: setting(Port),
  imdsv2: setting(TokenUse),
  bridges: setting(Bridges),
  profile: setting(z.string()),
  sources: setting(Sources),
  token_duration: setting(TokenDuration),
  role_arn: setting(RoleArn),
  long_role_session: setting(YesNo),
});
export type MetadataSection = z.infer<typeof MetadataSection>;

/** `[profile:NAME]` */
export const ProfileSection = z.object({
  ...AwsSection.shape,
  ...z.pick(MetadataSection, { token_duration: true, role_arn: true, long_role_session: true }).shape,
  source_profile: setting(z.string()),
  external_id: setting(ExternalId),
  role_session_name: setting(RoleSessionName),
});
export type ProfileSection = z.infer<typeof ProfileSection>;

const FixedRoleArn = RoleArn.check(
  z.refine((arn) => !arn.includes(userNameVariable), {
    error: `must not have ${userNameVariable}: the user of the bootstrap credentials is not known`,
  }),
);

/** `[admin]`: the listener of mmds for health checks and bootstrap credentials. */
export const AdminSection = z.object({
  host: setting(Host),
  port: setting(Port),
  allow_remote: setting(YesNo),
  role_arn: setting(FixedRoleArn),
  region: setting(Region),
  secret: setting(matching(/^\S+$/, 'must be without spaces')),
  secret_file: setting(z.string()),
  persist: setting(YesNo),
});
export type AdminSection = z.infer<typeof AdminSection>;

/** Names go into URLs: `.` and `..` would change the path even when they are percent-encoded. */
export const ProfileName = z.string().check(
  z.regex(/^[^/\p{Cc}\p{Cs}]+$/u, {
    error: 'must not be empty, nor contain / or control characters',
    abort: true,
  }),
  z.refine((name) => name !== '.' && name !== '..' && name === name.trim(), {
    error: 'must not be . or .. and not begin or end with white space',
  }),
);
