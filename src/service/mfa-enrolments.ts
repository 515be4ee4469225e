import { homedir } from 'node:os';
import type { Engine } from '../core/engine.ts';
import type { Clock } from '../core/ports.ts';
import type { BaseCredentialSources } from '../node/base-credentials/sources.ts';
import type { createMfaEnrolments, MfaEnrolments } from '../node/mfa-enrolment/enrolments.ts';
import type { HeldSecrets } from '../node/mfa-enrolment/secret-hold.ts';
import type { MfaSecrets } from '../node/secrets/mfa-secrets.ts';
import type { Logger } from './logger.ts';

export interface ServiceEnrolments extends MfaEnrolments {
  /** Takes back what is not finished. */
  stop(): Promise<void>;
}

export interface ServiceEnrolmentsParts {
  readonly engine: Pick<Engine, 'profile' | 'secretsChanged'>;
  readonly clock: Clock;
  readonly mfaSecrets: MfaSecrets;
  readonly held: HeldSecrets;
  readonly sources: BaseCredentialSources;
  readonly logger: Logger;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Hardly any service adds an MFA device, so what that takes is loaded at the first one. */
export function createServiceEnrolments(parts: ServiceEnrolmentsParts): ServiceEnrolments {
  let loading: Promise<ReturnType<typeof createMfaEnrolments>> | undefined;
  const enrolments = () => {
    loading ??= load(parts);
    return loading;
  };
  return {
    start: async (profile, deviceName) => (await enrolments()).start(profile, deviceName),
    finish: async (profile, id, proof) => (await enrolments()).finish(profile, id, proof),
    cancel: async (profile, id) => (await enrolments()).cancel(profile, id),
    async stop() {
      const undone = await (await loading)?.cancelAll();
      for (const one of undone ?? []) if (!one.ok) parts.logger.error({}, one.failure.message);
    },
  };
}

async function load(parts: ServiceEnrolmentsParts) {
  const { engine, clock, mfaSecrets, held, logger } = parts;
  const [{ createMfaEnrolments }, { createOpenAccount }, { createRememberSerial }] = await Promise.all([
    import('../node/mfa-enrolment/enrolments.ts'),
    import('../node/mfa-enrolment/account.ts'),
    import('../node/mfa-enrolment/remember-serial.ts'),
  ]);
  return createMfaEnrolments({
    ...{ clock, mfaSecrets, held },
    profile: engine.profile,
    openAccount: createOpenAccount(parts),
    rememberSerial: createRememberSerial(homedir(), clock.now),
    newId: () => globalThis.crypto.randomUUID(),
    onSecretReady: engine.secretsChanged,
    onExpired: (undone) =>
      undone.ok ? logger.warn({}, undone.value) : logger.error({}, undone.failure.message),
  });
}
