/**
 * Reads a code as people type and paste it (`123 456`, `123-456`). Returns the six digits as a string, so
 * that leading zeros stay, or undefined when it is anything else.
 */
export function parseTokenCode(text: string): string | undefined {
  const digits = text.replace(/[\s-]/g, '');
  return /^\d{6}$/.test(digits) ? digits : undefined;
}
