import { callerArn } from '../caller.ts';
import { invalidClientTokenId, notAuthorized, ServiceError, validationError } from '../service-error.ts';
import type { Account, User } from '../world.ts';
import type { ActionContext } from './action.ts';

/**
 * The user whom an IAM request is about: the caller, or the one it names in the caller's account.
 * Throws AWS's errors for sessions without MFA, denied permissions and unknown names.
 */
export const requestedUser = (
  { caller, parameters }: ActionContext,
  action: string,
  mayDo: (user: User) => boolean,
): { readonly account: Account; readonly user: User } => {
  if (caller.kind === 'user-session' && !caller.hasMfa) throw invalidClientTokenId();
  const own = caller.kind === 'role-session' ? undefined : caller.user;
  const name = parameters.get('UserName') ?? own?.name;
  if (name === undefined) {
    throw validationError('Must specify userName when calling with non-User credentials');
  }
  if (own !== undefined && !mayDo(own)) {
    throw notAuthorized(
      callerArn(caller),
      action,
      `user ${name}`,
      ` because no identity-based policy allows the ${action} action`,
    );
  }
  const user = caller.account.users.find((candidate) => candidate.name === name);
  if (user === undefined) {
    throw new ServiceError(404, 'NoSuchEntity', `The user with name ${name} cannot be found.`);
  }
  return { account: caller.account, user };
};

/** The world does not tell when a user or device was made. */
export const CREATION_DATE = '2020-01-01T00:00:00Z';
