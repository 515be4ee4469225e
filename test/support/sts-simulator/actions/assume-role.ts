import { assumedRoleArn, assumedRoleId, type Caller, callerArn, principalArn, userOf } from '../caller.ts';
import { provesMfa } from '../mfa.ts';
import { readParameters } from '../parameters.ts';
import { notAuthorized, validationError } from '../service-error.ts';
import type { Role } from '../world.ts';
import { type Action, credentialsXml } from './action.ts';

const CHAINED_LIMIT_SECONDS = 3600;

const isTrusted = (role: Role, caller: Caller): boolean =>
  caller.kind !== 'federated-user' &&
  (role.trusts.includes(principalArn(caller)) || role.trusts.includes(caller.account.id));

const deniesWithoutMfa = (caller: Caller): boolean => userOf(caller)?.mustHaveMfa === true;

/** AWS counts a GetSessionToken session as chaining, too. */
const isChained = (caller: Caller): boolean => caller.kind !== 'user';

const checkDuration = (role: Role, caller: Caller, durationSeconds: number): void => {
  if (isChained(caller) && durationSeconds > CHAINED_LIMIT_SECONDS) {
    throw validationError(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
  }
  if (durationSeconds > role.maxSessionSeconds) {
    throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  }
};

export const assumeRole: Action = (context) => {
  const { caller, parameters, directory, issue } = context;
  const reader = readParameters(parameters);
  const roleArn = reader.required('roleArn');
  const sessionName = reader.required('roleSessionName');
  const durationSeconds = reader.durationSeconds({ default: 3600, max: 43_200 });
  const mfa = { serialNumber: reader.optional('serialNumber'), tokenCode: reader.optional('tokenCode') };
  const externalId = reader.optional('externalId');
  reader.finish();

  const codeGiven = provesMfa(caller, mfa, context);
  const hasMfa = codeGiven || (caller.kind === 'user-session' && caller.hasMfa);
  const refuse = (because?: string): never => {
    throw notAuthorized(callerArn(caller), 'sts:AssumeRole', roleArn, because);
  };
  if (deniesWithoutMfa(caller) && !hasMfa) refuse(' with an explicit deny in an identity-based policy');
  // One text for every reason: AWS does not tell whether the role exists, or which condition was not met.
  const found = directory.role(roleArn);
  if (found === undefined || !isTrusted(found.role, caller) || (found.role.requiresMfa && !hasMfa)) {
    return refuse();
  }
  if (found.role.externalId !== undefined && found.role.externalId !== externalId) return refuse();
  const { account, role } = found;
  checkDuration(role, caller, durationSeconds);

  const chained = isChained(caller);
  const session = issue({ kind: 'role-session', account, role, sessionName, chained }, durationSeconds);
  return {
    Credentials: credentialsXml(session),
    AssumedRoleUser: {
      AssumedRoleId: assumedRoleId(account, role, sessionName),
      Arn: assumedRoleArn(account, role, sessionName),
    },
  };
};
