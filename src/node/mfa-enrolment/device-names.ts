import { failed, type Result, success } from '../../core/result.ts';

const mostNames = 9;

/**
 * The names to try for a new device, in this order. A name that the user chose is the only one.
 *
 * @returns A sentence when the chosen name is none that AWS accepts.
 */
export function deviceNames(userName: string, chosen: string | undefined): Result<readonly string[], string> {
  if (chosen === undefined) {
    const more = Array.from({ length: mostNames - 1 }, (_, index) => `${userName}-${index + 2}`);
    return success([userName, ...more]);
  }
  // VirtualMFADeviceName in the IAM API reference.
  if (/^[\w+=,.@-]{1,226}$/.test(chosen)) return success([chosen]);
  return failed(
    'This is no name for an MFA device: AWS takes 1 to 226 letters, digits and + = , . @ - _ without spaces.',
  );
}
