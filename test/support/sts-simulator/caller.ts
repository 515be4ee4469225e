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
      /** Assumed with session credentials, not with a user's own key. */
      readonly chained: boolean;
    }
  | {
      /** GetFederationToken credentials. */
      readonly kind: 'federated-user';
      readonly account: Account;
      readonly name: string;
    };

/** The IAM user who calls, directly or by a session of their own. */
export const userOf = (caller: Caller): User | undefined =>
  caller.kind === 'user' || caller.kind === 'user-session' ? caller.user : undefined;

export const federatedUserArn = (account: Account, name: string): string =>
  `arn:${account.partition}:sts::${account.id}:federated-user/${name}`;

export const assumedRoleArn = (account: Account, role: Role, sessionName: string): string =>
  `arn:${account.partition}:sts::${account.id}:assumed-role/${role.name}/${sessionName}`;

export const assumedRoleId = (account: Account, role: Role, sessionName: string): string =>
  `${uniqueId('AROA', roleArn(account, role))}:${sessionName}`;

/** As GetCallerIdentity and AccessDenied texts name the caller. */
export const callerArn = (caller: Caller): string => {
  switch (caller.kind) {
    case 'user':
    case 'user-session':
      return userArn(caller.account, caller.user);
    case 'role-session':
      return assumedRoleArn(caller.account, caller.role, caller.sessionName);
    case 'federated-user':
      return federatedUserArn(caller.account, caller.name);
  }
};

export const callerId = (caller: Caller): string => {
  switch (caller.kind) {
    case 'user':
    case 'user-session':
      return uniqueId('AIDA', userArn(caller.account, caller.user));
    case 'role-session':
      return assumedRoleId(caller.account, caller.role, caller.sessionName);
    case 'federated-user':
      return `${caller.account.id}:${caller.name}`;
  }
};

/** As trust policies name the caller: sessions count as the user or role that they belong to. */
export const principalArn = (caller: Caller): string =>
  caller.kind === 'role-session' ? roleArn(caller.account, caller.role) : callerArn(caller);
