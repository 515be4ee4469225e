import { type AccessKeyStore, createAccessKeyStore } from './access-keys.ts';
import { type CallLog, createCallLog } from './call-log.ts';
import { createDirectory, type Directory } from './directory.ts';
import { createFaultPlan, type FaultPlan } from './faults.ts';
import { createMfaDeviceStore, type MfaDeviceStore } from './mfa-devices.ts';
import { createSessionStore, type SessionStore } from './sessions.ts';
import { createSignInTokenStore, type SignInTokenStore } from './sign-in-tokens.ts';
import { createTokenCodeChecker, type TokenCodeChecker, tokenCodeAt } from './token-codes.ts';
import type { World } from './world.ts';

/** Everything that one running simulator remembers. */
export interface SimulatorState {
  readonly directory: Directory;
  readonly accessKeys: AccessKeyStore;
  readonly mfaDevices: MfaDeviceStore;
  readonly sessions: SessionStore;
  readonly signInTokens: SignInTokenStore;
  readonly tokenCodes: TokenCodeChecker;
  readonly faults: FaultPlan;
  readonly calls: CallLog;
  /** How far the server's clock is ahead of this machine's, in ms. */
  clockOffsetMs: number;
  /** The server's time: ms since the epoch. */
  now(): number;
  /** The code that a device shows at a moment; throws for an unknown device and one without codes. */
  codeFor(serialNumber: string, at?: number): string;
  /** As freshly started: the world as described, no sessions, used codes, calls, faults, the first offset. */
  reset(): void;
}

export const createState = (
  world: World,
  machineNow: () => number,
  initialOffsetMs: number,
): SimulatorState => {
  const mfaDevices = createMfaDeviceStore(world);
  const state: SimulatorState = {
    directory: createDirectory(world),
    accessKeys: createAccessKeyStore(world),
    mfaDevices,
    sessions: createSessionStore(),
    signInTokens: createSignInTokenStore(),
    tokenCodes: createTokenCodeChecker(),
    faults: createFaultPlan(),
    calls: createCallLog(),
    clockOffsetMs: initialOffsetMs,
    now: () => machineNow() + state.clockOffsetMs,
    codeFor: (serialNumber, at = state.now()) => {
      const secret = mfaDevices.find(serialNumber)?.secret;
      if (secret === undefined) throw new Error(`No MFA device ${serialNumber} that gives codes.`);
      return tokenCodeAt(secret, at);
    },
    reset: () => {
      state.accessKeys.reset();
      state.mfaDevices.reset();
      state.sessions.clear();
      state.signInTokens.clear();
      state.tokenCodes.forgetUsedCodes();
      state.calls.clear();
      state.faults.set([]);
      state.clockOffsetMs = initialOffsetMs;
    },
  };
  return state;
};
