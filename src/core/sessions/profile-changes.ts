import type { Profile } from '../profiles/profile.ts';
import { failure } from './failure.ts';
import { chainKeys, sessionKey } from './plan.ts';
import { isKeptValid } from './renewal.ts';
import { forgetFailures } from './requests.ts';
import { allDependents, fail } from './settle.ts';
import type { Slot } from './state.ts';
import type { Transition } from './transition.ts';

export function useProfile(transition: Transition, name: string): void {
  if (transition.profile(name) === undefined) return;
  transition.change({ activeProfile: name });
  forgetFailures(transition, name);
}

/** Forgets a profile's credentials and the MFA session they came from, so that the next use starts anew. */
export function clearSession(transition: Transition, name: string): void {
  const profile = transition.profile(name);
  if (profile === undefined) return;
  for (const key of new Set([...chainKeys(transition.state, profile), sessionKey(profile)])) {
    transition.changeSlot(key, {
      credentials: undefined,
      renewAt: undefined,
      used: false,
      nudged: false,
      failed: undefined,
    });
    if (isWanted(transition, key)) continue;
    // With it stops what waits for it; nobody would ever tell those.
    for (const { key: waiting } of allDependents(transition, key)) {
      transition.changeSlot(waiting, { work: { stage: 'idle' } });
    }
    transition.changeSlot(key, { work: { stage: 'idle' } });
  }
}

/**
 * Work for somebody goes on, as does what is to be kept valid; a background renewal of anything else would bring
 * back what was just cleared.
 */
const isWanted = (transition: Transition, key: string): boolean =>
  [transition.slot(key), ...allDependents(transition, key)].some((slot) => isKept(transition, slot)) ||
  transition.promptOf(key) !== undefined ||
  [transition.slot(key), ...allDependents(transition, key)].some((slot) => (slot?.waiters.length ?? 0) > 0);

const isKept = (transition: Transition, slot: Slot | undefined): boolean => {
  const profile = slot && transition.profile(slot.profile);
  return profile !== undefined && isKeptValid(profile);
};

/** Takes over edited profiles. Sessions of which nothing changed stay; the others are dropped. */
export function loadProfiles(
  transition: Transition,
  profiles: readonly Profile[],
  warnings: readonly string[],
): void {
  const before = transition.state;
  for (const slot of before.slots.values()) {
    const heir = profileToGoOnWith(slot, before.profiles, profiles);
    if (heir !== undefined) {
      transition.changeSlot(slot.key, { profile: heir.name });
      continue;
    }
    fail(transition, slot.key, failure('unknown-profile', 'The configuration changed. Try again.'));
    transition.removeSlot(slot.key);
  }
  const stillThere = profiles.some(({ name }) => name === before.activeProfile);
  const isUnchanged = (property: (profile: Profile) => unknown) => (identityId: string) =>
    ofIdentity(before.profiles, identityId, property) === ofIdentity(profiles, identityId, property);
  const hasSameKeys = isUnchanged(({ identity }) => identity);
  const hasSameDevices = isUnchanged(({ identity, mfa }) => [identity, mfa.serialNumber]);
  transition.change({
    profiles,
    warnings,
    activeProfile: stillThere ? before.activeProfile : (profiles[0]?.name ?? before.activeProfile),
    facts: new Map([...before.facts].filter(([id]) => hasSameKeys(id))),
    chosenDevices: new Map([...before.chosenDevices].filter(([id]) => hasSameDevices(id))),
  });
}

/** A profile of the new configuration for which the slot means the same as before. */
function profileToGoOnWith(
  slot: Slot,
  before: readonly Profile[],
  after: readonly Profile[],
): Profile | undefined {
  const old = before.find(({ name }) => name === slot.profile);
  if (old === undefined) return undefined;
  if (slot.kind === 'role') return after.find((profile) => meaning(profile) === meaning(old));
  const heirs = after.filter((profile) => sessionKey(profile) === slot.key && base(profile) === base(old));
  return heirs.find(({ name }) => name === old.name) ?? heirs[0];
}

/** What the profiles of an identity say about it, each different thing once. */
function ofIdentity(
  profiles: readonly Profile[],
  identityId: string,
  property: (profile: Profile) => unknown,
): string {
  const own = profiles.filter(({ identity }) => identity.id === identityId);
  return [...new Set(own.map((profile) => JSON.stringify(property(profile))))].sort().join();
}

/** Everything about a profile but where it stands in the file. */
const meaning = ({ origin: _, ...profile }: Profile): string => JSON.stringify(profile);

/** What an MFA session depends on: keys and device. */
const base = ({ identity, mfa: { enabled, serialNumber } }: Profile): string =>
  JSON.stringify([identity, enabled, serialNumber]);
