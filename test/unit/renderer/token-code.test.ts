import { describe, expect, it } from 'vitest';
import { codeDigits, codeHint, isCompleteCode } from '../../../src/renderer/view/token-code.ts';

describe('a typed or pasted token code', () => {
  it.each(['123456', '123 456', '123-456', ' 123\u00a0456\n', '1 2 3 4 5 6'])('%j is 123456', (typed) => {
    expect(codeDigits(typed)).toBe('123456');
  });

  it('keeps leading zeros', () => {
    expect(codeDigits('000 042')).toBe('000042');
  });

  it('is complete with exactly six digits', () => {
    expect(isCompleteCode('123456')).toBe(true);
    expect(isCompleteCode('12345')).toBe(false);
    expect(isCompleteCode('1234567')).toBe(false);
  });

  it('is never cut from a longer number, such as an account id', () => {
    expect(codeDigits('123456789012')).toBe('123456789012');
    expect(codeHint('123456789012')).toBe('A code has six digits; this has 12.');
  });

  it('is asked for when the field is empty', () => {
    expect(codeHint('')).toBe('Enter the six digits that your MFA device shows.');
    expect(codeHint('123456')).toBeUndefined();
  });
});
