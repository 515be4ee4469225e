const prefix = 'profile:';

export const defaultProfileName = 'default';

export const profileSectionName = (profile: string): string => prefix + profile;

/** The NAME of `profile:NAME` (it may be empty); undefined when the section is not a profile. */
export const profileNameOf = (section: string): string | undefined =>
  section.startsWith(prefix) ? section.slice(prefix.length) : undefined;
