import { type Caller, callerArn, callerId, federatedUserArn } from '../caller.ts';
import { readParameters } from '../parameters.ts';
import { accessDenied, notAuthorized } from '../service-error.ts';
import { type Action, credentialsXml } from './action.ts';

/** Only a user's own key may call it, and there is no way to give a token code. */
export const getFederationToken: Action = ({ caller, parameters, issue }) => {
  if (caller.kind !== 'user') throw accessDenied('Cannot call GetFederationToken with session credentials');
  const { account, user } = caller;
  const reader = readParameters(parameters);
  const name = reader.required('name');
  const durationSeconds = reader.durationSeconds({ default: 43_200, max: 129_600 });
  reader.finish();
  if (user.mustHaveMfa) {
    const because = ' with an explicit deny in an identity-based policy';
    const resource = federatedUserArn(account, name);
    throw notAuthorized(callerArn(caller), 'sts:GetFederationToken', resource, because);
  }
  const federated: Caller = { kind: 'federated-user', account, name };
  return {
    Credentials: credentialsXml(issue(federated, durationSeconds)),
    FederatedUser: { FederatedUserId: callerId(federated), Arn: callerArn(federated) },
    PackedPolicySize: 0,
  };
};
