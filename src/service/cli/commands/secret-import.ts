import type { Profile } from '../../../core/profiles/profile.ts';
import type { Configuration } from '../../../node/config/load-configuration.ts';
import type { PlainTextSecret } from '../../../node/config/plain-text-secrets.ts';
import { type ImportedSecret, removeImportedSecrets } from '../../../node/config/remove-imported-secrets.ts';
import type { MfaSecrets } from '../../../node/secrets/mfa-secrets.ts';
import { parseMfaSecret } from '../../../node/secrets/parse-mfa-secret.ts';
import { CliError } from '../cli-error.ts';
import type { CommandContext } from '../command-context.ts';
import {
  configurationError,
  findProfile,
  type LocalOptions,
  openLocalSecrets,
  readConfiguration,
} from '../local-secrets.ts';
import type { Report } from '../output/report.ts';
import { storeResult } from './secret.ts';

/** One line of a file, and the profiles whose secret it is. */
interface Entry {
  readonly file: string;
  readonly line: number;
  readonly secret: string;
  readonly profiles: readonly Profile[];
}

/**
 * Moves every plain-text `mfa_secret` into the store. Nothing is taken out of a file before every secret was
 * stored, read back and compared. A running service re-reads the file by itself.
 */
export async function importSecrets(context: CommandContext, options: LocalOptions): Promise<Report> {
  const { io } = context;
  const configuration = await readConfiguration(io, options);
  const entries = entriesOf(configuration);
  refuseConflicts(entries);
  const overridden = configuration.plainTextSecrets.filter(({ profiles }) => profiles.length === 0);
  if (entries.length === 0) return report([], [], overridden);

  const { secrets } = await openLocalSecrets(io, options);
  for (const entry of entries) await storeAndVerify(secrets, entry);

  const backups: string[] = [];
  for (const [file, imported] of byFile(entries)) {
    const removed = await removeImportedSecrets(file, imported, io.now());
    if (!removed.ok) throw configurationError([removed.failure]);
    const { backup } = removed.value;
    if (backup !== undefined) backups.push(backup);
  }
  return report(entries, backups, overridden);
}

function entriesOf(configuration: Configuration): Entry[] {
  return configuration.plainTextSecrets.flatMap(({ file, line, profiles: names }) => {
    const profiles = names.map((name) => findProfile(configuration, name));
    const secret = profiles[0]?.mfa.secretInFile;
    return secret === undefined ? [] : [{ file, line, secret, profiles }];
  });
}

/** The store keeps one secret for each access key, so two different ones in the file cannot both go there. */
function refuseConflicts(entries: readonly Entry[]): void {
  const seen = new Map<string, Entry>();
  for (const entry of entries) {
    for (const { identity, name } of entry.profiles) {
      const other = seen.get(identity.id);
      if (other !== undefined && normalised(other.secret) !== normalised(entry.secret)) {
        throw new CliError(
          'configuration',
          `${entry.file}:${entry.line}: this mfa_secret (profile ${name}) differs from the one in ${other.file}:${other.line}, but both belong to the same access key, which has one secret. Correct one of them and import again.`,
        );
      }
      seen.set(identity.id, entry);
    }
  }
}

/** @throws CliError `configuration` */
async function storeAndVerify(secrets: MfaSecrets, { secret, profiles }: Entry): Promise<void> {
  for (const profile of profiles) {
    await storeResult(secrets.set(profile, secret));
    const answer = await secrets.find(withoutSecretInFile(profile));
    if (answer.kind !== 'found' || normalised(answer.secret) !== normalised(secret)) {
      throw new CliError(
        'configuration',
        `The MFA secret of profile ${profile.name} could not be read back after it was stored. The configuration file is unchanged.`,
      );
    }
  }
}

/** Otherwise the file itself would answer for a store that kept nothing. */
const withoutSecretInFile = ({ mfa: { secretInFile: _, ...mfa }, ...profile }: Profile): Profile => ({
  ...profile,
  mfa,
});

const normalised = (secret: string): string => {
  const parsed = parseMfaSecret(secret);
  return parsed.ok ? parsed.value : secret;
};

const byFile = (entries: readonly Entry[]): Map<string, ImportedSecret[]> => {
  const files = new Map<string, ImportedSecret[]>();
  for (const { file, line, secret } of entries) {
    files.set(file, [...(files.get(file) ?? []), { line, secret }]);
  }
  return files;
};

function report(
  entries: readonly Entry[],
  backups: readonly string[],
  overridden: readonly PlainTextSecret[],
): Report {
  const lines = entries.map(
    ({ file, line, profiles }) =>
      `${file}:${line}: moved to the store, for ${profiles.map(({ name }) => name).join(', ')}`,
  );
  if (entries.length === 0) lines.push('No mfa_secret to import stands in the configuration.');
  lines.push(...backups.map((backup) => `Copy of the file before, with the secrets masked: ${backup}`));
  lines.push(
    ...overridden.map(
      ({ file, line }) => `${file}:${line}: left alone, because no profile uses it; delete it yourself`,
    ),
  );
  return {
    json: {
      imported: entries.map(({ file, line, profiles }) => ({
        file,
        line,
        profiles: profiles.map(({ name }) => name),
      })),
      backups,
      leftAlone: overridden.map(({ file, line }) => ({ file, line })),
    },
    text: () => lines.join('\n'),
  };
}
