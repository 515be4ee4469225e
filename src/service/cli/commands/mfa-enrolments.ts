import { dirname } from 'node:path';
import type { Clock } from '../../../core/ports.ts';
import type { Result } from '../../../core/result.ts';
import { ownConfigFile } from '../../../node/config/locate-config-files.ts';
import { createOpenAccount } from '../../../node/mfa-enrolment/account.ts';
import { createMfaEnrolments } from '../../../node/mfa-enrolment/enrolments.ts';
import type { EnrolmentProblem } from '../../../node/mfa-enrolment/problem.ts';
import { createRememberSerial } from '../../../node/mfa-enrolment/remember-serial.ts';
import { createHeldSecrets } from '../../../node/mfa-enrolment/secret-hold.ts';
import { lazySecretStore } from '../../../node/secrets/lazy-secret-store.ts';
import type { MfaSecrets } from '../../../node/secrets/mfa-secrets.ts';
import type { EnabledMfaDevice, MfaDeviceProof, MfaEnrolment } from '../../../shared/manage-api.ts';
import { createBaseCredentialSources } from '../../base-credential-sources.ts';
import { closeMetadataLoop } from '../../open-service.ts';
import { openServiceStore } from '../../service-secrets.ts';
import { runningClient } from '../broker.ts';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import type { CommandContext } from '../command-context.ts';
import { requireProfile } from '../connect.ts';
import { findProfile, type LocalOptions, openLocalSecrets, readConfiguration } from '../local-secrets.ts';
import type { ManageClient } from '../manage-client.ts';

/** Enrolments for one profile, in the running service or in this process. Every failure is a `CliError`. */
export interface ProfileEnrolments {
  readonly profile: string;
  /** Whether the codes of a kept secret are guarded by a service, which waits for the first unused one. */
  readonly inService: boolean;
  start(deviceName: string | undefined): Promise<MfaEnrolment>;
  finish(enrolmentId: string, proof: MfaDeviceProof): Promise<EnabledMfaDevice>;
  /** Says what was undone. */
  cancel(enrolmentId: string): Promise<string>;
}

export async function openEnrolments(
  context: CommandContext,
  profile: string | undefined,
  options: LocalOptions,
): Promise<ProfileEnrolments> {
  const client = await runningClient(context);
  return client === undefined ? inThisProcess(context.io, profile, options) : inService(client, profile);
}

async function inService(client: ManageClient, wanted: string | undefined): Promise<ProfileEnrolments> {
  const view = await client.state();
  const { name: profile } = requireProfile(view, wanted ?? view.activeProfile);
  return {
    profile,
    inService: true,
    start: (deviceName) => client.addMfaDevice(profile, deviceName === undefined ? {} : { deviceName }),
    finish: (id, proof) => client.enableMfaDevice(profile, id, proof),
    cancel: async (id) => (await client.cancelMfaDevice(profile, id)).message,
  };
}

async function inThisProcess(
  io: CliIo,
  wanted: string | undefined,
  options: LocalOptions,
): Promise<ProfileEnrolments> {
  closeMetadataLoop(process.env);
  const configuration = await readConfiguration(io, options);
  const profile = findProfile(configuration, wanted ?? configuration.initialProfile);
  const clock = clockOf(io);
  const mfaSecrets = openedWhenNeeded(io, options);
  const enrolments = createMfaEnrolments({
    ...{ clock, mfaSecrets, held: createHeldSecrets(mfaSecrets) },
    profile: (name) => (name === profile.name ? profile : undefined),
    openAccount: createOpenAccount({ clock, environment: io.environment, sources: sourcesOf(io, options) }),
    rememberSerial: createRememberSerial(io.homeDirectory, io.now),
    newId: () => 'this-command',
    onSecretReady: () => {},
    onExpired: () => {},
  });
  const { name } = profile;
  return {
    profile: name,
    inService: false,
    start: async (deviceName) => valueOrError(await enrolments.start(name, deviceName)),
    finish: async (id, proof) => valueOrError(await enrolments.finish(name, id, proof)),
    cancel: async (id) => valueOrError(await enrolments.cancel(name, id)),
  };
}

/** @throws CliError in place of a failure */
export function valueOrError<Value>(result: Result<Value, EnrolmentProblem>): Value {
  if (result.ok) return result.value;
  const { kind, message, nextCodeAt } = result.failure;
  throw new CliError(kind, message, nextCodeAt);
}

/** Its timers do not keep a command from ending. */
const clockOf = ({ now }: CliIo): Clock => ({
  now,
  at(time, callback) {
    const timer = setTimeout(callback, Math.max(time - now(), 0)).unref();
    return () => clearTimeout(timer);
  },
});

/** Only a secret that is to be kept may open the store, which may ask for a passphrase. */
function openedWhenNeeded(io: CliIo, options: LocalOptions): MfaSecrets {
  let opening: Promise<MfaSecrets> | undefined;
  const secrets = () => {
    opening ??= openLocalSecrets(io, options).then((opened) => opened.secrets);
    return opening;
  };
  return {
    find: async (profile) => (await secrets()).find(profile),
    set: async (profile, secret) => (await secrets()).set(profile, secret),
    remove: async (profile) => (await secrets()).remove(profile),
    isLasting: async () => (await secrets()).isLasting(),
  };
}

/** For keys of which only the id stands in the configuration, and for programs that print credentials. */
export const sourcesOf = (io: CliIo, { config, secrets }: LocalOptions) =>
  createBaseCredentialSources({
    secretStore: lazySecretStore(() =>
      openServiceStore({
        kind: secrets,
        directory: dirname(
          ownConfigFile({
            ...(config === undefined ? {} : { explicitFile: config }),
            environment: io.environment,
            homeDirectory: io.homeDirectory,
            workingDirectory: process.cwd(),
            platform: io.platform,
          }),
        ),
        mayAsk: io.stdin.isTTY === true,
      }),
    ),
  });
