/**
 * The address of a virtual MFA device for authenticator apps, in the form of the AWS console's QR codes: the
 * account number stands in the label, so that devices of several accounts can be told apart in the app.
 */
export function otpauthUri(serialNumber: string, secret: string): string {
  const [, account = '', name = serialNumber] = /^arn:[^:]*:iam::(\d*):mfa\/(.+)$/.exec(serialNumber) ?? [];
  const label = account === '' ? name : `${name}@${account}`;
  const parameters = `secret=${encodeURIComponent(secret)}&issuer=${encodeURIComponent(issuer)}`;
  return `otpauth://totp/${encodeURIComponent(issuer)}:${encodeURIComponent(label)}?${parameters}`;
}

const issuer = 'Amazon Web Services';
