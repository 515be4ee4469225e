import type { Action } from './action.ts';
import { requestedUser, userXml } from './iam-user.ts';

export const getUser: Action = (context) => {
  const { account, user } = requestedUser(context, 'iam:GetUser', ({ mayGetUser }) => mayGetUser);
  return { User: userXml(account, user) };
};
