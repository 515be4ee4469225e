import {
  CreateVirtualMFADeviceCommand,
  DeactivateMFADeviceCommand,
  DeleteVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { failed, type Result } from '../../core/result.ts';
import { type Failure, failure } from '../../core/sessions/failure.ts';
import { createAccessKeysPort } from './access-keys.ts';
import {
  type AccountCallSettings,
  asResult,
  clientSettings,
  clientSettingsForCreating,
} from './account-call.ts';
import { failureOf } from './failure-of.ts';

export interface NewMfaDevice {
  readonly serialNumber: string;
  /** Base32. AWS never shows it again. */
  readonly secret: string;
}

export interface DeviceOfUser {
  readonly serialNumber: string;
  /** Whose device it is; the user of the credentials when absent. */
  readonly userName?: string;
}

/** Virtual MFA devices. No method throws: failures are values. */
export interface MfaDevicesPort {
  /**
   * Makes a device that belongs to nobody yet. Its name is unique in the account. Tried once: after a `network`
   * failure there may be a device under that name whose secret nobody knows; `delete` it.
   */
  create(name: string): Promise<Result<NewMfaDevice, Failure>>;
  /**
   * Gives a device to a user, with two codes in a row: the present step and the next, or the one before it and
   * the present. AWS counts both as used. Codes that do not fit are `bad-code`.
   */
  enable(
    device: DeviceOfUser & { readonly codes: readonly [string, string] },
  ): Promise<Result<void, Failure>>;
  /** Takes a device from its user. AWS's usual policies want a session with MFA for this. */
  deactivate(device: DeviceOfUser): Promise<Result<void, Failure>>;
  /** Deletes a device that is enabled for nobody. */
  delete(serialNumber: string): Promise<Result<void, Failure>>;
}

/** IAM through the AWS SDK; what is not said to be tried once is retried as the SDK does it. */
export function createMfaDevicesPort(settings: AccountCallSettings): MfaDevicesPort {
  const iam = () => new IAMClient(clientSettings(settings));

  async function create(name: string): Promise<NewMfaDevice> {
    const client = new IAMClient(clientSettingsForCreating(settings));
    const command = new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: name });
    const { SerialNumber, Base32StringSeed } = (await client.send(command)).VirtualMFADevice ?? {};
    if (!SerialNumber || !Base32StringSeed) throw new Error('The answer of IAM holds no MFA device.');
    return { serialNumber: SerialNumber, secret: new TextDecoder().decode(Base32StringSeed) };
  }

  async function enable(serialNumber: string, userName: string, codes: readonly [string, string]) {
    const [AuthenticationCode1, AuthenticationCode2] = codes;
    const parameters = { UserName: userName, SerialNumber: serialNumber };
    await iam().send(new EnableMFADeviceCommand({ ...parameters, AuthenticationCode1, AuthenticationCode2 }));
  }

  async function deactivate({ serialNumber, userName }: DeviceOfUser): Promise<void> {
    const user = userName === undefined ? {} : { UserName: userName };
    await iam().send(new DeactivateMFADeviceCommand({ SerialNumber: serialNumber, ...user }));
  }

  async function remove(serialNumber: string): Promise<void> {
    await iam().send(new DeleteVirtualMFADeviceCommand({ SerialNumber: serialNumber }));
  }

  return {
    create: (name) => asResult(create(name)),
    enable: async ({ serialNumber, userName, codes }) => {
      if (userName !== undefined) return asResult(enable(serialNumber, userName, codes), failureOfCodes);
      // EnableMFADevice is the one call here that wants a name; the caller's own needs no permission.
      const caller = await createAccessKeysPort(settings).whoAmI();
      if (!caller.ok) return caller;
      const own = caller.value.userName;
      if (own === undefined) {
        return failed(failure('unknown', `${caller.value.arn} is no IAM user and can have no MFA device`));
      }
      return asResult(enable(serialNumber, own, codes), failureOfCodes);
    },
    deactivate: (device) => asResult(deactivate(device)),
    delete: (serialNumber) => asResult(remove(serialNumber)),
  };
}

/** The text about a malformed code quotes it, so it does not become a detail. */
const isAboutCodes = (thrown: Error): boolean =>
  thrown.name.startsWith('InvalidAuthenticationCode') || /authenticationCode/i.test(thrown.message);

const failureOfCodes = (thrown: unknown): Failure =>
  thrown instanceof Error && isAboutCodes(thrown) ? failure('bad-code') : failureOf(thrown);
