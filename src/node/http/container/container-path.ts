const PREFIX = '/credentials/';

/** Where the container credentials of a profile are, below the address of a service. */
export const containerPath = (profile: string): string => PREFIX + encodeURIComponent(profile);

export const isContainerPath = (url: string): boolean => url.startsWith(PREFIX);

/** The profile that a path names; undefined when it cannot be read. */
export function profileOfPath(url: string): string | undefined {
  const [path = ''] = url.slice(PREFIX.length).split('?', 1);
  try {
    return decodeURIComponent(path.replace(/\/$/, ''));
  } catch {
    return undefined;
  }
}
