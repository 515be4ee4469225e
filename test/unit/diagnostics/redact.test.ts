import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact } from '../../../src/main/diagnostics/redact.ts';

const letters = (alphabet: string, length: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(...alphabet), { minLength: length, maxLength: length })
    .map((each) => each.join(''));
const digits = '0123456789';
const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const base32 = `${upper}234567`;
const base64 = `${upper}${upper.toLowerCase()}${digits}+/`;

/** Made secrets that have all kinds of characters, as real ones of such length have but for rare chance. */
const mixed = (secret: string): string => `a${secret.slice(2, -1)}Z7`;

const secrets: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'access key of a user': letters(`${upper}${digits}`, 16).map((rest) => `AKIA${rest}`),
  'access key of a session': letters(`${upper}${digits}`, 16).map((rest) => `ASIA${rest}`),
  'secret access key': letters(base64, 40).map(mixed),
  'session token': letters(base64, 356).map((token) => `${mixed(token)}==`),
  'bearer token': letters(`${base64.slice(0, -2)}-_`, 43).map(mixed),
  'MFA secret of 16 characters': letters(base32, 16),
  'MFA secret of 64 characters': letters(base32, 64),
  'MFA secret in lower case': letters(base32.toLowerCase(), 32).map((secret) => `a2${secret.slice(2)}`),
  'MFA secret in groups': letters(base32, 16).map((secret) => secret.replaceAll(/(.{4})(?!$)/g, '$1 ')),
  'token code': letters(digits, 6),
  'otpauth address': letters(base32, 16).map(
    (secret) => `otpauth://totp/AWS:alice?secret=${secret}&issuer=AWS`,
  ),
  account: letters(digits, 12),
};

const surroundings = fc.constantFrom(
  (secret: string) => secret,
  (secret: string) => `It was ${secret}.`,
  (secret: string) => `{"token":"${secret}"}`,
  (secret: string) => `value=${secret}, and more`,
  (secret: string) => `(code: ${secret})`,
);

describe('redaction', () => {
  it.each(Object.entries(secrets))('takes out a %s wherever it stands', (_, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, surroundings, (secret, place) => {
        expect(redact(place(secret))).not.toContain(secret);
      }),
    );
  });

  it.each([
    '2026-11-22 13:51:07.250Z info  session (profile: dev, state: active, expiresAt: 2026-11-22T14:32:00.000Z)',
    'http://127.0.0.1:45000/latest/meta-data/iam/security-credentials/',
    '/home/alice/.config/metafob/config: found',
    '/opt/Metafob/resources/app.asar/dist/main/main.cjs',
    'role arn:aws:iam::[account]:role/AWSReservedSSO_AdministratorAccess_0123456789abcdef',
    'AWS_EC2_METADATA_SERVICE_ENDPOINT is set',
    'device GAHT12345678 of alice',
    'request 6f1c0f7e-0f2a-4d6e-9a1b-2c3d4e5f6a7b answered with 200 in 13 ms',
    'Electron 45.4.1, Chromium 154.0.8016.12, Node.js 24.21.0',
    'aws-sdk-go-v2/1.30.4 os/linux lang/go#1.22.5 md/GOARCH#amd64 credentials for development',
  ])('leaves “%s” as it is', (text) => {
    expect(redact(text)).toBe(text);
  });
});
