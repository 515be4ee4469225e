import type { SessionBody } from '../../shared/manage-api.ts';

/** A value as one word of a POSIX shell. */
const quote = (value: string): string => `'${value.replaceAll("'", `'\\''`)}'`;

/** Credentials as lines to paste into a shell. */
export const exportLines = (session: SessionBody): string =>
  [
    ['AWS_ACCESS_KEY_ID', session.accessKey],
    ['AWS_SECRET_ACCESS_KEY', session.secretKey],
    ['AWS_SESSION_TOKEN', session.sessionToken],
  ]
    .map(([name, value]) => `export ${name}=${quote(value ?? '')}\n`)
    .join('');

/**
 * The line that points a program at this service. The slash at the end is needed: AWS CLI 2.9 joins the path
 * to the endpoint without one.
 */
export const endpointLine = (origin: string): string => `export AWS_EC2_METADATA_SERVICE_ENDPOINT=${origin}/`;

/** The same for the usual shell of a platform of Node: PowerShell on Windows. */
export const endpointLineFor = (origin: string, platform: string): string =>
  platform === 'win32' ? `$env:AWS_EC2_METADATA_SERVICE_ENDPOINT = "${origin}/"` : endpointLine(origin);
