import { uniqueId } from '../unique-id.ts';
import { userArn } from '../world.ts';
import type { Action } from './action.ts';
import { CREATION_DATE, requestedUser } from './iam-user.ts';

export const getUser: Action = (context) => {
  const { account, user } = requestedUser(context, 'iam:GetUser', ({ mayGetUser }) => mayGetUser);
  const arn = userArn(account, user);
  return {
    User: {
      Path: user.path,
      UserName: user.name,
      UserId: uniqueId('AIDA', arn),
      Arn: arn,
      CreateDate: CREATION_DATE,
    },
  };
};
