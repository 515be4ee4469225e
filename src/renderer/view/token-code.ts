const codeLength = 6;

/** The digits of what was typed or pasted: `123 456`, `123-456` and `123456` are the same code. */
export const codeDigits = (typed: string): string => typed.replace(/\D/g, '');

/** True when the digits are a whole code. Codes stay strings: a leading zero counts. */
export const isCompleteCode = (digits: string): boolean => digits.length === codeLength;

/** What to tell a person who submits something that is not a code; undefined when it is one. */
export const codeHint = (digits: string): string | undefined => {
  if (isCompleteCode(digits)) return undefined;
  return digits.length === 0
    ? 'Enter the six digits that your MFA device shows.'
    : `A code has six digits; this has ${digits.length}.`;
};
