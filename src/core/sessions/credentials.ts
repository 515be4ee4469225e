/** Temporary credentials from STS. Times are milliseconds since the epoch, in AWS's time. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly obtainedAt: number;
  readonly expiresAt: number;
}

/** The form that every SDK reads: whole seconds and `Z`. Fractions and `+00:00` break older clients. */
export const toTimestamp = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, 'Z');
