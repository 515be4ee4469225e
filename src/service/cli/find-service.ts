import { readRunningService, runningServicePaths } from '../running-service.ts';
import { CliError } from './cli-error.ts';
import type { CliIo } from './cli-io.ts';

export const defaultUrl = 'http://127.0.0.1:45000';

/** Where a service is, or might be. */
export interface ServiceAddress {
  /** Origin, without a slash at the end. */
  readonly url: string;
  /** Known only for a service of this user. */
  readonly token?: string;
}

/**
 * The service to talk to: the one at `--url` or METAFOB_URL, else the one that this user runs, else whatever
 * answers at the default address. The token goes only to the address it was published for.
 */
export async function findService(io: CliIo, urlOption: string | undefined): Promise<ServiceAddress> {
  const running = await firstRunning(runningServicePaths(io.environment, io.platform, io.homeDirectory));
  const wanted = urlOption ?? (io.environment.METAFOB_URL || undefined);
  if (wanted === undefined) {
    return running === undefined ? { url: defaultUrl } : { url: originOf(running.url), token: running.token };
  }
  const url = originOf(wanted);
  return running !== undefined && originOf(running.url) === url ? { url, token: running.token } : { url };
}

async function firstRunning(paths: readonly string[]) {
  for (const path of paths) {
    const service = await readRunningService(path);
    if (service !== undefined) return service;
  }
  return undefined;
}

function originOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' || url.pathname !== '/' || url.username !== '' || url.search !== '') {
    throw new CliError('usage', `“${text}” is not the address of a service. Give one like ${defaultUrl}.`);
  }
  return url.origin;
}
