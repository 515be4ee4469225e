import { describeQrText } from './qr-text.ts';

/** What came out of a picture, in a sentence for the user. */
export interface PictureOutcome {
  readonly found: boolean;
  readonly message: string;
}

/** @param text what the QR code of the picture holds; undefined when none was found */
export const pictureOutcome = (text: string | undefined): PictureOutcome => {
  if (text === undefined) {
    return {
      found: false,
      message:
        'No QR code was found in this picture. Cut it to the code, with a white border, and try again.',
    };
  }
  const content = describeQrText(text);
  switch (content.kind) {
    case 'mfa-secret':
      return {
        found: true,
        message:
          content.label === ''
            ? 'The picture holds an MFA secret. Store it now.'
            : `The picture holds the MFA secret of ${content.label}. Store it now.`,
      };
    case 'export':
      return {
        found: false,
        message:
          'This QR code is an export of an authenticator app. Use the one that AWS shows for a virtual MFA device.',
      };
    case 'other':
      return { found: false, message: 'The QR code in this picture is not the one of a virtual MFA device.' };
  }
};
