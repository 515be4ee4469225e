import { toTimestamp } from '../../../core/sessions/credentials.ts';
import { INSIDE_SERVICE } from '../../../node/base-credentials/inside-service.ts';
import { openBroker } from '../broker.ts';
import { CliError } from '../cli-error.ts';
import type { CommandContext } from '../command-context.ts';
import type { Report } from '../output/report.ts';

/**
 * Prints credentials in the form that `credential_process` in ~/.aws/config wants (AWS SDKs and Tools
 * reference guide, "Process credential provider").
 */
export async function credentialProcess(
  context: CommandContext,
  profile: string,
  config: string | undefined,
): Promise<Report> {
  if (context.io.environment[INSIDE_SERVICE] === '1') {
    throw new CliError(
      'configuration',
      `Metafob itself runs this command to get the keys of a profile, and the command would wait for Metafob. Remove “credential_process = metafob …” from the profile that ${profile} takes its keys from.`,
    );
  }
  const broker = await openBroker(context, config === undefined ? {} : { config });
  try {
    const credentials = await broker.credentials(profile);
    const json = {
      Version: 1,
      AccessKeyId: credentials.accessKeyId,
      SecretAccessKey: credentials.secretAccessKey,
      SessionToken: credentials.sessionToken,
      Expiration: toTimestamp(credentials.expiresAt),
      ...(credentials.accountId === undefined ? {} : { AccountId: credentials.accountId }),
    };
    return { json, text: () => JSON.stringify(json) };
  } finally {
    await broker.close();
  }
}
