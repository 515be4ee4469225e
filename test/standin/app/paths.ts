import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface PathParts {
  readonly name: string;
  readonly home: string;
  readonly executable: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Value of `--user-data-dir`. */
  readonly userData: string | undefined;
}

/** Where `app.getPath` points on Linux. */
export function defaultPaths({
  name,
  home,
  executable,
  environment,
  userData,
}: PathParts): Map<string, string> {
  const appData = environment.XDG_CONFIG_HOME || join(home, '.config');
  const data = userData || join(appData, name);
  return new Map([
    ['home', home],
    ['appData', appData],
    ['userData', data],
    ['sessionData', data],
    ['logs', join(data, 'logs')],
    ['crashDumps', join(data, 'Crashpad')],
    ['temp', tmpdir()],
    ['exe', executable],
    ['module', executable],
    ['desktop', join(home, 'Desktop')],
    ['documents', join(home, 'Documents')],
    ['downloads', join(home, 'Downloads')],
    ['pictures', join(home, 'Pictures')],
  ]);
}
