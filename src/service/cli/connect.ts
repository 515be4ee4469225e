import type { ViewState } from '../../shared/view-state.ts';
import { CliError } from './cli-error.ts';
import type { CommandContext } from './command-context.ts';
import { findService } from './find-service.ts';
import { createManageClient, type ManageClient } from './manage-client.ts';

/** A client for the service that the user means. Does not talk to it yet. */
export const connect = async ({ io, url }: CommandContext): Promise<ManageClient> =>
  createManageClient(await findService(io, url));

/** @throws CliError `unknown-profile`, with the names there are. */
export function requireProfile(view: ViewState, name: string): ViewState['profiles'][number] {
  const profile = view.profiles.find((candidate) => candidate.name === name);
  if (profile !== undefined) return profile;
  throw new CliError(
    'unknown-profile',
    unknownProfile(
      name,
      view.profiles.map((candidate) => candidate.name),
    ),
  );
}

export const unknownProfile = (name: string, names: readonly string[]): string =>
  names.length === 0
    ? `There is no profile “${name}”: no profile is configured.`
    : `There is no profile “${name}”. The profiles are: ${names.join(', ')}.`;
