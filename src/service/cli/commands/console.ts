import { openOnce, systemBrowser } from '../../../node/console/open-once.ts';
import { type SignInFailure, signInUrl } from '../../../node/console/sign-in.ts';
import { createSignInFetch } from '../../../node/console/sign-in-fetch.ts';
import { openBroker } from '../broker.ts';
import { CliError, type CliErrorKind } from '../cli-error.ts';
import type { CommandContext } from '../command-context.ts';
import { type Report, sentence } from '../output/report.ts';

export interface ConsoleOptions {
  readonly open?: true;
  readonly page?: string;
  /** In seconds. */
  readonly duration?: number;
}

/** Makes the address that signs in to the console, and prints it or opens it. */
export async function signIn(
  context: CommandContext,
  profileArgument: string | undefined,
  { open, page, duration }: ConsoleOptions,
): Promise<Report> {
  const { io } = context;
  const broker = await openBroker(context);
  try {
    const credentials = await broker.credentials(profileArgument);
    const { profile, region, roleArn } = credentials;
    if (roleArn === undefined) {
      throw new CliError(
        'usage',
        `Profile ${profile} has no role, and AWS lets only roles sign in to the console, not sessions of users. Use a profile with a role_arn.`,
      );
    }
    const endpoint = io.environment.AWS_ENDPOINT_URL_SIGNIN;
    const made = await signInUrl(
      {
        credentials,
        region,
        ...(page === undefined ? {} : { destination: page }),
        ...(duration === undefined ? {} : { durationSeconds: duration }),
        ...(endpoint ? { endpoint } : {}),
      },
      createSignInFetch(),
      io.now,
    );
    if (!made.ok) throw new CliError(errorKind(made.failure), made.failure.message);
    if (open !== true) return sentence(made.value, { profile, roleArn, url: made.value });
    if (!(await openOnce(made.value, systemBrowser(io.platform, io.environment)))) {
      throw new CliError(
        'unexpected',
        'No browser opened the page. Run the command without --open, and paste the address yourself.',
      );
    }
    return sentence(`The browser signs in as ${roleArn}.`, { profile, roleArn, opened: true });
  } finally {
    await broker.close();
  }
}

function errorKind({ kind }: SignInFailure): CliErrorKind {
  switch (kind) {
    case 'needs-role':
    case 'bad-destination':
      return 'usage';
    case 'expired':
    case 'refused':
      return 'access-denied';
    case 'unreachable':
    case 'unexpected-answer':
      return 'network';
  }
}
