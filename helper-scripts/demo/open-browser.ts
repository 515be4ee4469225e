import { spawn } from 'node:child_process';

export type Opener = readonly [program: string, ...args: string[]];

/** The program that opens an address in the desktop's browser; undefined where there is no desktop. */
export function browserOpener(
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): Opener | undefined {
  const isRemote = environment.SSH_CONNECTION !== undefined;
  const hasDisplay = Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
  switch (platform) {
    case 'darwin':
      return isRemote ? undefined : ['open'];
    case 'win32':
      // `start` takes its first quoted argument for a window title.
      return isRemote ? undefined : ['cmd', '/c', 'start', ''];
    default:
      return hasDisplay ? ['xdg-open'] : undefined;
  }
}

/** Resolves to whether the opener could be started. It is left alone then: the browser outlives the demo. */
export function openInBrowser([program, ...args]: Opener, url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const opener = spawn(program, [...args, url], { detached: true, stdio: 'ignore' });
    opener.once('error', () => resolve(false));
    opener.once('spawn', () => {
      opener.unref();
      resolve(true);
    });
  });
}
