/** The views of the dashboard by the hash of its address, in the order of the navigation. */
export const views = [
  { name: 'profiles', title: 'Profiles' },
  { name: 'secrets', title: 'MFA secrets' },
  { name: 'connection', title: 'Connection' },
  { name: 'instance', title: 'Instance' },
  { name: 'doctor', title: 'Doctor' },
  { name: 'settings', title: 'Settings' },
  { name: 'log', title: 'Log' },
  { name: 'about', title: 'About' },
] as const;

export type ViewName = (typeof views)[number]['name'];

/** The view that a hash such as `#settings` names; the profiles when it names none. */
export const viewOf = (hash: string): ViewName =>
  views.find(({ name }) => `#${name}` === hash)?.name ?? 'profiles';
