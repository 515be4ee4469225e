/** What a QR code turned out to hold. */
export type QrText =
  | { readonly kind: 'mfa-secret'; readonly label: string }
  /** Several accounts at once, as Google Authenticator exports them. */
  | { readonly kind: 'export' }
  | { readonly kind: 'other' };

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Says what the text of a QR code is for. The label names issuer and account; it never holds the secret. */
export const describeQrText = (text: string): QrText => {
  const trimmed = text.trim();
  if (/^otpauth-migration:/i.test(trimmed)) return { kind: 'export' };
  if (!/^otpauth:\/\/totp\//i.test(trimmed) || !URL.canParse(trimmed)) return { kind: 'other' };
  const [, label = ''] = /^otpauth:\/\/totp\/([^?#]*)/i.exec(trimmed) ?? [];
  return { kind: 'mfa-secret', label: decoded(label) };
};
