import { z } from 'zod';

const user = z.strictObject({
  name: z.string().min(1),
  path: z.string().default('/'),
  accessKeys: z.array(
    z.strictObject({
      id: z.string().regex(/^AKIA[A-Z0-9]{16}$/),
      secret: z.string().length(40),
      status: z.enum(['Active', 'Inactive']).default('Active'),
    }),
  ),
  /** A device without a secret gives no codes: a FIDO key, or hardware that is not at hand. */
  mfaDevices: z
    .array(
      z.strictObject({
        serialNumber: z.string().min(9),
        secret: z
          .string()
          .regex(/^[A-Z2-7]{16,}$/, 'a base32 secret has at least 16 letters A-Z and digits 2-7')
          .optional(),
      }),
    )
    .default([]),
  mayListMfaDevices: z.boolean().default(true),
  mayGetUser: z.boolean().default(true),
  /**
   * Has AWS's sample policy "Allows MFA-authenticated IAM users to manage their own MFA device", which
   * denies all but that to calls without MFA.
   */
  mustHaveMfa: z.boolean().default(false),
});

const role = z.strictObject({
  name: z.string().min(1),
  path: z.string().default('/'),
  /** ARNs of users and roles, or account ids, which stand for everyone in that account. */
  trusts: z.array(z.string().min(1)),
  requiresMfa: z.boolean().default(false),
  /** Has to come with the request, as in trust policies for other companies. */
  externalId: z.string().min(2).optional(),
  maxSessionSeconds: z.int().min(3600).max(43_200).default(3600),
});

const account = z.strictObject({
  id: z.string().regex(/^\d{12}$/),
  partition: z.string().default('aws'),
  users: z.array(user).default([]),
  roles: z.array(role).default([]),
});

const world = z.strictObject({ accounts: z.array(account).min(1) });

/** What a fixture file holds; fields with a default may be left out. */
export type WorldDescription = z.input<typeof world>;
export type World = z.output<typeof world>;
export type Account = World['accounts'][number];
export type User = Account['users'][number];
export type Role = Account['roles'][number];

/** When the keys and devices of a world were made: the description does not say, so long ago. */
export const BEFORE_THE_TESTS = Date.parse('2020-01-01T00:00:00Z');

/** Checks a description and fills in the defaults. Throws an error that names each wrong field. */
export const parseWorld = (description: unknown): World => {
  const parsed = world.safeParse(description);
  if (parsed.success) return parsed.data;
  throw new Error(`The world of the STS simulator is not valid:\n${z.prettifyError(parsed.error)}`);
};

export const userArn = (account: Account, user: User): string =>
  `arn:${account.partition}:iam::${account.id}:user${user.path}${user.name}`;

export const roleArn = (account: Account, role: Role): string =>
  `arn:${account.partition}:iam::${account.id}:role${role.path}${role.name}`;
