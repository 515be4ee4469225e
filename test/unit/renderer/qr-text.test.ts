import { describe, expect, it } from 'vitest';
import { pictureOutcome } from '../../../src/renderer/dashboard/secrets/picture-text.ts';
import { describeQrText } from '../../../src/renderer/dashboard/secrets/qr-text.ts';

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

describe('the text of a QR code', () => {
  it.each([
    [
      `otpauth://totp/Amazon%20Web%20Services:jane@123456789012?secret=${secret}`,
      'Amazon Web Services:jane@123456789012',
    ],
    [` OTPAUTH://TOTP/jane?secret=${secret}\n`, 'jane'],
    [`otpauth://totp/?secret=${secret}`, ''],
    [`otpauth://totp/100%?secret=${secret}`, '100%'],
  ])('%j holds an MFA secret', (text, label) => {
    expect(describeQrText(text)).toEqual({ kind: 'mfa-secret', label });
  });

  it('of Google Authenticator holds several', () => {
    expect(describeQrText('otpauth-migration://offline?data=CjEKCkhl')).toEqual({ kind: 'export' });
  });

  it.each(['https://example.com/', '', 'otpauth://hotp/jane?secret=ABC', secret])(
    '%j is something else',
    (text) => {
      expect(describeQrText(text)).toEqual({ kind: 'other' });
    },
  );
});

describe('what is said about a picture', () => {
  it('names whose secret it is, and never the secret', () => {
    const outcome = pictureOutcome(`otpauth://totp/jane?secret=${secret}`);
    expect(outcome).toEqual({
      found: true,
      message: 'The picture holds the MFA secret of jane. Store it now.',
    });
  });

  it.each([
    [undefined, 'No QR code was found in this picture.'],
    ['https://example.com/', 'is not the one of a virtual MFA device'],
    ['otpauth-migration://offline?data=CjEKCkhl', 'an export of an authenticator app'],
  ])('of %j tells why it is of no use', (text, part) => {
    const outcome = pictureOutcome(text);
    expect(outcome.found).toBe(false);
    expect(outcome.message).toContain(part);
  });
});
