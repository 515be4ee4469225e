import type { Result } from '../../core/result.ts';
import type { LaunchAtLogin } from '../launch-at-login/launch-at-login.ts';

export interface LoginState {
  /** As it was when it was looked at last, for the tray, which cannot wait. */
  known(): boolean | 'not-possible';
  /** Looks at the system again. */
  look(): Promise<Awaited<ReturnType<LaunchAtLogin['status']>>>;
  set(on: boolean): Promise<Result<void, string>>;
}

export function createLoginState(launchAtLogin: LaunchAtLogin, onChanged: () => void): LoginState {
  let known: boolean | 'not-possible' = false;

  async function look() {
    const status = await launchAtLogin.status();
    const before = known;
    known = status === 'not-possible' ? status : status !== 'off';
    if (known !== before) onChanged();
    return status;
  }

  return {
    known: () => known,
    look,
    async set(on) {
      const result = await launchAtLogin.set(on);
      await look();
      return result;
    },
  };
}
