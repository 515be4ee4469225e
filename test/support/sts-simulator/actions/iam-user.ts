import { type Caller, callerArn, userOf } from '../caller.ts';
import { invalidClientTokenId, noSuchEntity, notAuthorized, validationError } from '../service-error.ts';
import { uniqueId } from '../unique-id.ts';
import { type Account, BEFORE_THE_TESTS, type User, userArn } from '../world.ts';
import type { XmlFields } from '../xml.ts';
import { type ActionContext, timestamp } from './action.ts';

/** What AWS's sample policy lets a user without MFA do in IAM: enough to get a first MFA device. */
const ALLOWED_WITHOUT_MFA: ReadonlySet<string> = new Set([
  'iam:CreateVirtualMFADevice',
  'iam:EnableMFADevice',
  'iam:GetUser',
  'iam:ListMFADevices',
  'iam:ListVirtualMFADevices',
  'iam:ResyncMFADevice',
]);

const hasMfa = (caller: Caller): boolean => caller.kind === 'user-session' && caller.hasMfa;

/**
 * Throws AWS's errors for callers who may not use IAM at all, and for a user whose policy demands MFA.
 * `resource` is what the action works on, as the text of the error names it.
 */
export const authorizeIam = ({ caller }: ActionContext, action: string, resource: string): void => {
  const isPlainSession = caller.kind === 'user-session' && !caller.hasMfa;
  if (isPlainSession || caller.kind === 'federated-user') throw invalidClientTokenId();
  if (userOf(caller)?.mustHaveMfa && !hasMfa(caller) && !ALLOWED_WITHOUT_MFA.has(action)) {
    const because = ' with an explicit deny in an identity-based policy';
    throw notAuthorized(callerArn(caller), action, resource, because);
  }
};

/**
 * The user whom an IAM request is about: the caller, or the one it names in the caller's account.
 * Throws AWS's errors for sessions without MFA, denied permissions and unknown names.
 */
export const requestedUser = (
  context: ActionContext,
  action: string,
  mayDo: (user: User) => boolean = () => true,
): { readonly account: Account; readonly user: User } => {
  const { caller, parameters } = context;
  const own = userOf(caller);
  const name = parameters.get('UserName') ?? own?.name;
  authorizeIam(context, action, `user ${name}`);
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
  if (user === undefined) throw noSuchEntity(`The user with name ${name} cannot be found.`);
  return { account: caller.account, user };
};

export const userXml = (account: Account, user: User): XmlFields => {
  const arn = userArn(account, user);
  return {
    Path: user.path,
    UserName: user.name,
    UserId: uniqueId('AIDA', arn),
    Arn: arn,
    CreateDate: timestamp(BEFORE_THE_TESTS),
  };
};
