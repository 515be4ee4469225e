import type { ProfileView } from '../../shared/view-state.ts';

/** The name under which aws-mock-metadata serves the active profile; here always, role or not. */
export const LOCAL_CREDENTIALS = 'local-credentials';

/** Last part of a role ARN; undefined while a variable in it is not resolved. */
function roleName(roleArn: string | undefined): string | undefined {
  if (roleArn === undefined || roleArn.includes('$')) return undefined;
  return roleArn.slice(roleArn.lastIndexOf('/') + 1);
}

/**
 * The one role that the service lists. More than one breaks botocore and the JavaScript SDK, and makes .NET
 * fetch them all every two minutes.
 */
export const listedRole = (active: ProfileView): string => ownName(active) ?? LOCAL_CREDENTIALS;

const ownName = ({ roleArn, metadataRoleName }: ProfileView): string | undefined =>
  metadataRoleName ?? roleName(roleArn);

/** The profile whose credentials a role name stands for; the active profile wins where names are equal. */
export function profileForRole(profiles: readonly ProfileView[], name: string): ProfileView | undefined {
  const active = profiles.find((profile) => profile.active);
  if (name === LOCAL_CREDENTIALS || (active !== undefined && ownName(active) === name)) return active;
  return (
    profiles.find((profile) => ownName(profile) === name) ?? profiles.find((profile) => profile.name === name)
  );
}
