/** Made-up keys, so long that no log holds them by chance. */
export const longTerm = {
  accessKeyId: 'AKIABOOTSTRAPEXAMPLE',
  secretAccessKey: 'BootstrapSecretForTestsOnly/0123456789+a',
} as const;

export const temporary = {
  accessKeyId: 'ASIABOOTSTRAPEXAMPLE',
  secretAccessKey: 'TemporarySecretForTestsOnly/0123456789+b',
  sessionToken: 'bootstrap-session-token-for-tests-only==',
} as const;

export const SECRET = 'correct horse battery staple';

/** The body that the README of mmds shows. */
export const bodyOf = (
  credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  },
  more: object = {},
): string =>
  JSON.stringify({
    AccessKeyId: credentials.accessKeyId,
    SecretAccessKey: credentials.secretAccessKey,
    ...(credentials.sessionToken === undefined ? {} : { Token: credentials.sessionToken }),
    ...more,
  });
