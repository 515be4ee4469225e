/** The name that people know for a platform of Node. */
export const platformName = (platform: string): string => {
  switch (platform) {
    case 'darwin':
      return 'macOS';
    case 'win32':
      return 'Windows';
    case 'linux':
      return 'Linux';
    default:
      return platform;
  }
};
