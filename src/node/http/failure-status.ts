import type { Failure } from '../../core/sessions/failure.ts';
import { unreachable } from '../../core/unreachable.ts';

/** The HTTP status with which a failure of the engine is answered. */
export function statusOf({ kind }: Failure): 403 | 404 | 409 | 503 {
  switch (kind) {
    case 'bad-code':
    case 'code-already-used':
    case 'stored-secret-refused':
    case 'wrong-serial':
    case 'access-denied':
    case 'base-keys-gone':
    case 'no-base-keys':
    case 'clock-skew':
    case 'duration-too-long':
      return 403;
    case 'unknown-profile':
      return 404;
    case 'mfa-required':
    case 'keychain-locked':
    case 'cancelled':
    case 'stopped':
    case 'prompt-timed-out':
      return 409;
    case 'throttled':
    case 'network':
    case 'source-failed':
    case 'internal':
    case 'unknown':
      return 503;
    default:
      return unreachable(kind);
  }
}
