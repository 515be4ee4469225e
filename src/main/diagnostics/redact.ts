/**
 * Takes out what looks like a secret. Nothing that reaches a log should hold one; this is the second line of
 * defence, so it rather takes too much: text that people publish in bug reports passes through it.
 */
export function redact(text: string): string {
  return shapes.reduce((rest, { pattern, name }) => rest.replaceAll(pattern, `[${name}]`), text);
}

/** In this order: what holds other shapes comes first. */
const shapes: readonly { readonly name: string; readonly pattern: RegExp }[] = [
  { name: 'otpauth address', pattern: /otpauth:\/\/[^\s"'<>]+/gi },
  // Session tokens, any long run of base64; no path has so many characters without a dot, dash or underscore.
  { name: 'token', pattern: /(?<![A-Za-z0-9+/])(?=[^0-9\s]*[0-9])[A-Za-z0-9+/]{80,}={0,2}/g },
  // Access keys (AKIA of users, ASIA of sessions) and the other identifiers of IAM.
  { name: 'access key', pattern: /(?<![A-Za-z0-9])A[A-Z]{3}[A-Z0-9]{12,}(?![A-Za-z0-9])/g },
  // Secret access keys: 40 characters of base64, mixed.
  {
    name: 'secret key',
    pattern:
      /(?<![A-Za-z0-9+/])(?=[^a-z\s]*[a-z])(?=[^A-Z\s]*[A-Z])(?=[^0-9+/\s]*[0-9+/])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/])/g,
  },
  // MFA secrets in base32: as printed, in lower case, and in groups of four.
  { name: 'MFA secret', pattern: /(?<![A-Za-z0-9])[A-Z2-7]{16,}(?![A-Za-z0-9])=*/g },
  { name: 'MFA secret', pattern: /(?<![a-z0-9])(?=[a-z]*[2-7])[a-z2-7]{16,}(?![a-z0-9])/g },
  { name: 'MFA secret', pattern: /(?<![A-Za-z0-9])(?:[A-Z2-7]{4}[ -]){3,}[A-Z2-7]{1,8}(?![A-Za-z0-9])/g },
  {
    name: 'MFA secret',
    pattern: /(?<![A-Za-z0-9])(?=[a-z -]*[2-7])(?:[a-z2-7]{4}[ -]){3,}[a-z2-7]{4}(?![A-Za-z0-9])/g,
  },
  // Bearer tokens and their like in base64url. Not in paths and ARNs, where long names are ordinary.
  {
    name: 'token',
    pattern: /(?<![\w/:-])(?=[^a-z\s]*[a-z])(?=[^A-Z\s]*[A-Z])(?=[^0-9\s]*[0-9])[\w-]{32,}={0,2}/g,
  },
  { name: 'account', pattern: /(?<!\d)\d{12}(?!\d)/g },
  { name: 'code', pattern: /(?<![\d.])\d{3} ?\d{3}(?!\d)/g },
];
