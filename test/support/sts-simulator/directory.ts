import { type Account, type Role, roleArn, type World } from './world.ts';

/** Look-ups of what never changes in a world. */
export interface Directory {
  role(arn: string): { readonly account: Account; readonly role: Role } | undefined;
}

export const createDirectory = (world: World): Directory => {
  const roles = new Map(
    world.accounts.flatMap((account) =>
      account.roles.map((role) => [roleArn(account, role), { account, role }]),
    ),
  );
  return { role: (arn) => roles.get(arn) };
};
