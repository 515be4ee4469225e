import { provesMfa } from '../mfa.ts';
import { readParameters } from '../parameters.ts';
import { accessDenied } from '../service-error.ts';
import { type Action, credentialsXml } from './action.ts';

/** No permission is needed and no policy can deny it, but only a user's own key may call it. */
export const getSessionToken: Action = (context) => {
  const { caller, parameters, issue } = context;
  if (caller.kind !== 'user') throw accessDenied('Cannot call GetSessionToken with session credentials');
  const reader = readParameters(parameters);
  const durationSeconds = reader.durationSeconds({ default: 43_200, max: 129_600 });
  const mfa = { serialNumber: reader.optional('serialNumber'), tokenCode: reader.optional('tokenCode') };
  reader.finish();
  const hasMfa = provesMfa(caller, mfa, context);
  const session = issue(
    { kind: 'user-session', account: caller.account, user: caller.user, hasMfa },
    durationSeconds,
  );
  return { Credentials: credentialsXml(session) };
};
