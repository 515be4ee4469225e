import { failed, type Result, success } from '../../core/result.ts';
import { describeFailure } from '../../core/sessions/failure.ts';
import type { Account } from './account.ts';
import { type EnrolmentProblem, problem } from './problem.ts';

/** A sentence about what was undone, or about what is left and how to get rid of it. */
export type Undone = Result<string, EnrolmentProblem>;

/**
 * Deletes a device that was made in vain. If AWS has it enabled all the same (an answer was lost), it is taken
 * from the user first. While the device is still there, so is the stored secret: it may be the only way in.
 *
 * @param removeSecret false when the secret could not be removed
 */
export async function undoDevice(
  { devices, userName }: Account,
  serialNumber: string,
  removeSecret: () => Promise<boolean>,
  secretStored: boolean,
): Promise<Undone> {
  let deleted = await devices.delete(serialNumber);
  if (!deleted.ok && (await devices.deactivate({ serialNumber, userName })).ok) {
    deleted = await devices.delete(serialNumber);
  }
  if (!deleted.ok) {
    const { kind } = deleted.failure;
    const secret = secretStored ? ' Its secret stays in the keychain until then.' : '';
    return failed(
      problem(
        kind,
        `The MFA device ${serialNumber} is left at AWS: it could not be deleted. ${describeFailure(deleted.failure)} ${howToDelete(serialNumber, userName)}${secret}`,
      ),
    );
  }
  if (await removeSecret()) {
    const secret = secretStored ? ', and its secret removed from the keychain' : '';
    return success(`The new MFA device ${serialNumber} was deleted again${secret}. Nothing is changed.`);
  }
  return failed(
    problem(
      'keychain-locked',
      `The new MFA device ${serialNumber} was deleted again, but its secret is still stored. Remove it with “metafob secret remove”.`,
    ),
  );
}

/** Deactivating fails where the device was never enabled; deleting is what counts. */
export const howToDelete = (serialNumber: string, userName: string): string =>
  `Delete it yourself: aws iam deactivate-mfa-device --user-name ${userName} --serial-number ${serialNumber} (if it is enabled), then aws iam delete-virtual-mfa-device --serial-number ${serialNumber}.`;
