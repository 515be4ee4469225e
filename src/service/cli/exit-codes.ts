import type { CliErrorKind } from './cli-error.ts';

/** Every exit code of the `metafob` command. Scripts rely on them: never change a number. */
export const exitCodes = {
  done: 0,
  unexpected: 1,
  usage: 2,
  notRunning: 3,
  unknownProfile: 4,
  code: 5,
  aws: 6,
  configuration: 7,
  problemsFound: 8,
  interrupted: 130,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** One line for each exit code, for the help text. */
export const exitCodeMeanings: readonly (readonly [ExitCode, string])[] = [
  [exitCodes.done, 'done'],
  [exitCodes.unexpected, 'unexpected error'],
  [exitCodes.usage, 'the command was not understood'],
  [exitCodes.notRunning, 'no service is running, or none that this user may control'],
  [exitCodes.unknownProfile, 'there is no such profile'],
  [exitCodes.code, 'a code is needed, or the code was refused'],
  [exitCodes.aws, 'AWS refused, or could not be reached'],
  [exitCodes.configuration, 'the configuration, the MFA secret or its store has a problem'],
  [exitCodes.problemsFound, '“metafob doctor” found a problem'],
  [exitCodes.interrupted, 'interrupted with Ctrl-C'],
];

export function exitCodeOf(kind: CliErrorKind): ExitCode {
  switch (kind) {
    case 'usage':
    case 'bad-request':
      return exitCodes.usage;
    case 'not-running':
    case 'no-token':
    case 'unauthorized':
    case 'forbidden':
      return exitCodes.notRunning;
    case 'unknown-profile':
      return exitCodes.unknownProfile;
    case 'code-needed':
    case 'mfa-required':
    case 'bad-code':
    case 'code-already-used':
    case 'stored-secret-refused':
    case 'keychain-locked':
    case 'cancelled':
    case 'stopped':
    case 'prompt-timed-out':
      return exitCodes.code;
    case 'wrong-serial':
    case 'access-denied':
    case 'throttled':
    case 'network':
    case 'clock-skew':
    case 'base-keys-gone':
    case 'no-base-keys':
    case 'source-failed':
    case 'duration-too-long':
      return exitCodes.aws;
    case 'configuration':
      return exitCodes.configuration;
    case 'interrupted':
      return exitCodes.interrupted;
    case 'unexpected':
    case 'internal':
    case 'unknown':
    case 'not-found':
    case 'method-not-allowed':
      return exitCodes.unexpected;
  }
}
