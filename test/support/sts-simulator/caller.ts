import { uniqueId } from './unique-id.ts';
import { type Account, type Role, roleArn, type User, userArn } from './world.ts';

/** Who signed a request: a user's own key, GetSessionToken credentials, or AssumeRole credentials. */
export type Caller =
  | { readonly kind: 'user'; readonly account: Account; readonly user: User }
  | {
      readonly kind: 'user-session';
      readonly account: Account;
      readonly user: User;
      /** The session was made with a token code. Only such sessions may call IAM. */
      readonly hasMfa: boolean;
    }
  | {
      readonly kind: 'role-session';
      readonly account: Account;
      readonly role: Role;
      readonly sessionName: string;
    };

export const assumedRoleArn = (account: Account, role: Role, sessionName: string): string =>
  `arn:${account.partition}:sts::${account.id}:assumed-role/${role.name}/${sessionName}`;

export const assumedRoleId = (account: Account, role: Role, sessionName: string): string =>
  `${uniqueId('AROA', roleArn(account, role))}:${sessionName}`;

/** As GetCallerIdentity and AccessDenied texts name the caller. */
export const callerArn = (caller: Caller): string =>
  caller.kind === 'role-session'
    ? assumedRoleArn(caller.account, caller.role, caller.sessionName)
    : userArn(caller.account, caller.user);

export const callerId = (caller: Caller): string =>
  caller.kind === 'role-session'
    ? assumedRoleId(caller.account, caller.role, caller.sessionName)
    : uniqueId('AIDA', userArn(caller.account, caller.user));

/** As trust policies name the caller: sessions count as the user or role that they belong to. */
export const principalArn = (caller: Caller): string =>
  caller.kind === 'role-session'
    ? roleArn(caller.account, caller.role)
    : userArn(caller.account, caller.user);
