import { userInfo } from 'node:os';
import { failed, type Result, success } from '../../../core/result.ts';
import type { PrivilegeSettings } from '../../config/service-settings.ts';

/** The calls of `process` that change who a program is. Missing on Windows. */
export type PrivilegedProcess = Partial<
  Pick<
    NodeJS.Process,
    | 'getuid'
    | 'geteuid'
    | 'getgid'
    | 'getegid'
    | 'getgroups'
    | 'setuid'
    | 'seteuid'
    | 'setgid'
    | 'setegid'
    | 'setgroups'
  >
> & {
  readonly initgroups?: (user: string | number, extraGroup: string | number) => void;
};

/** Whom to become, looked up and certain to exist. */
export interface Account {
  readonly uid?: number;
  readonly gid: number;
}

/**
 * `drop`: call `dropPrivileges` with the account once the ports are bound. `stay`: nothing to do; `reason`, if
 * there is one, is a sentence for the user.
 */
export type PrivilegePlan =
  | { readonly kind: 'drop'; readonly account: Account }
  | { readonly kind: 'stay'; readonly reason?: string };

/** Debian's name for the group that other systems call like the user. */
const sameGroup: Readonly<Record<string, string>> = { nobody: 'nogroup', nogroup: 'nobody' };

/**
 * Looks up user and group before anything is bound or served. The failure is a sentence for the user.
 * The lookup is the system's own, made by becoming the account for a moment: that knows every directory of
 * users that the machine has, without another program.
 */
export function planPrivileges(
  { user, group }: PrivilegeSettings,
  host: PrivilegedProcess = process,
): Result<PrivilegePlan, string> {
  if (user === undefined && group === undefined) return success({ kind: 'stay' });
  const wanted = [
    ...(user === undefined ? [] : [`user ${user}`]),
    ...(group === undefined ? [] : [`group ${group}`]),
  ].join(' and ');
  const { geteuid, seteuid, getegid, setegid } = host;
  if (!geteuid || !seteuid || !getegid || !setegid) {
    return success({
      kind: 'stay',
      reason: `This system cannot change to ${wanted}; Metafob stays as it is.`,
    });
  }
  if (geteuid() !== 0) {
    const reason = `Metafob was not started as root, so it cannot change to ${wanted}; it goes on as who it is.`;
    return success({ kind: 'stay', reason });
  }
  const findGroup = (name: string | undefined) =>
    name === undefined ? undefined : lookUp(name, setegid, getegid);
  const gid = findGroup(group) ?? findGroup(sameGroup[group ?? '']);
  if (group !== undefined && gid === undefined) return failed(unknownAccount('group', group));
  if (user === undefined) return success({ kind: 'drop', account: { gid: gid ?? getegid() } });
  const found = lookUp(user, seteuid, () => ({ uid: geteuid(), gid: primaryGroup() }));
  if (found === undefined) return failed(unknownAccount('user', user));
  const ownGid = gid ?? found.gid;
  if (ownGid === undefined) return failed(`The user ${user} has no group of its own. Configure group too.`);
  return success({ kind: 'drop', account: { uid: found.uid, gid: ownGid } });
}

const unknownAccount = (kind: 'user' | 'group', name: string): string =>
  `The ${kind} ${name}, to which Metafob should change, does not exist on this machine. Create it, or correct ${kind} in the configuration. Nothing is served.`;

/** Names of digits are ids. */
const nameOrId = (name: string): string | number => (/^\d+$/.test(name) ? Number(name) : name);

/** What the system tells about an account while this process is it; undefined for an unknown name. */
function lookUp<Found>(
  name: string,
  become: (id: string | number) => void,
  tell: () => Found,
): Found | undefined {
  try {
    become(nameOrId(name));
  } catch {
    return undefined;
  }
  try {
    return tell();
  } finally {
    become(0);
  }
}

/** Of the user that this process is at the moment. */
function primaryGroup(): number | undefined {
  try {
    return userInfo().gid;
  } catch {
    // An id without an entry in the directory of users.
    return undefined;
  }
}

/**
 * Gives up root for good: groups first, because without root they could no longer be changed. Call it when
 * the ports are bound and log files are open.
 *
 * @throws Error when the system refuses, or would let this process become root again; it must end then
 */
export function dropPrivileges({ uid, gid }: Account, host: PrivilegedProcess = process): void {
  const { initgroups, setgroups, setgid, setuid } = host;
  if (!setgroups || !initgroups || !setgid || !setuid) throw new Error('This system cannot drop privileges.');
  if (uid === undefined || !initGroups(uid, gid, initgroups)) setgroups([gid]);
  setgid(gid);
  if (uid !== undefined) setuid(uid);
  verify(uid === undefined ? { gid } : { uid, gid }, host);
}

/** Joins the groups of a user; false for an id without an entry in the directory of users. */
function initGroups(uid: number, gid: number, initgroups: (uid: number, gid: number) => void): boolean {
  try {
    initgroups(uid, gid);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_UNKNOWN_CREDENTIAL') return false;
    throw error;
  }
}

function verify({ uid, gid }: Account, host: PrivilegedProcess): void {
  const isGroup = host.getgid?.() === gid && host.getegid?.() === gid;
  const isUser = uid === undefined || (host.getuid?.() === uid && host.geteuid?.() === uid);
  const keepsRootGroup = gid !== 0 && uid !== 0 && host.getgroups?.().includes(0) === true;
  if (!isGroup || !isUser || keepsRootGroup || (uid !== undefined && uid !== 0 && canReturn(host))) {
    throw new Error('The change of user did not take effect, so Metafob ends rather than run as root.');
  }
}

function canReturn({ setuid }: PrivilegedProcess): boolean {
  try {
    setuid?.(0);
    return true;
  } catch {
    return false;
  }
}
