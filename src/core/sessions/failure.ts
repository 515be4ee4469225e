import type { FailureKind, Problem } from '../../shared/view-state.ts';

/**
 * A failure as a value. `detail` is what AWS or the system said, in its own words, free of secrets;
 * `nextCodeAt` goes with `code-already-used`: when the device shows the next code (ms since the epoch).
 */
export interface Failure {
  readonly kind: FailureKind;
  readonly detail?: string;
  readonly nextCodeAt?: number;
}

export const failure = (kind: FailureKind, detail?: string): Failure =>
  detail === undefined ? { kind } : { kind, detail };

const withDetail = (sentence: string, detail: string | undefined): string =>
  detail === undefined ? sentence : `${sentence} AWS said: “${detail.replace(/\.$/, '')}”.`;

/** What happened, why, and what to do next, for a person. */
export function describeFailure({ kind, detail }: Failure): string {
  switch (kind) {
    case 'bad-code':
      return 'AWS did not accept this code. Check the digits and type them again, or wait for the next code.';
    case 'code-already-used':
      return 'This code was used already, and AWS accepts each code only once. Wait for the next one.';
    case 'stored-secret-refused':
      return 'AWS does not accept the codes made from the stored MFA secret. Store the right secret with “metafob secret set”, or remove it to be asked for codes.';
    case 'wrong-serial':
      return withDetail(
        'AWS does not know this MFA device for this user. Correct the serial number, or set mfa_serial in the configuration.',
        detail,
      );
    case 'access-denied':
      return withDetail(
        'AWS refused the request. Check the role ARN and its trust policy; the role may also require MFA.',
        detail,
      );
    case 'mfa-required':
      return 'A code from the MFA device is needed. Type it in the Metafob page, or run “metafob login”.';
    case 'throttled':
      return 'AWS is answering too many requests for this account. Metafob tries again shortly.';
    case 'network':
      return detail === undefined
        ? 'AWS could not be reached. Check the network and the proxy settings, then try again.'
        : `AWS gave no useful answer (${detail}). Check the network and the proxy settings, then try again.`;
    case 'clock-skew':
      return withDetail(
        "This computer's clock is wrong, so AWS refuses its signatures. Set the clock and try again.",
        detail,
      );
    case 'base-keys-gone':
      return withDetail(
        'AWS does not accept the long-term access key: it may be deleted, inactive, mistyped or expired. Put a valid key into the configuration.',
        detail,
      );
    case 'no-base-keys':
      return 'No AWS keys to start from were found, neither in the configuration nor where AWS tools look (environment, ~/.aws/credentials, ~/.aws/config). Put access_key and secret_key into the configuration, or run “aws configure”.';
    case 'source-failed':
      return `The source of the credentials gave none: ${detail ?? 'it did not say why'}.`;
    case 'duration-too-long':
      return withDetail('The role does not allow sessions of this length. Lower token_duration.', detail);
    case 'keychain-locked':
      return `The keychain with the MFA secret is locked${
        detail === undefined ? '' : ` (${detail})`
      }. Unlock it and try again, or type a code.`;
    case 'cancelled':
      return 'The question for the MFA code was cancelled. Requests fail for one minute, or until you enter a code yourself.';
    case 'stopped':
      return 'Metafob was stopped or paused while you waited. Start it again, then run the command again.';
    case 'prompt-timed-out':
      return 'Nobody answered the question for the MFA code. Run the command again and type the code.';
    case 'internal':
      return `Metafob itself failed${detail === undefined ? '' : ` (${detail})`}. If it was updated while it ran, restart it.`;
    case 'unknown-profile':
      return detail ?? 'There is no such profile.';
    case 'unknown':
      return withDetail('AWS answered with an error that Metafob does not know.', detail);
  }
}

export const toProblem = (cause: Failure): Problem => ({
  kind: cause.kind,
  message: describeFailure(cause),
});
