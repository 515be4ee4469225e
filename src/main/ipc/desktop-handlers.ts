import type { Result } from '../../core/result.ts';
import type { DoctorReport } from '../../shared/doctor.ts';
import type { DesktopView } from '../../shared/ipc.ts';
import type { SettingsChange } from '../../shared/settings.ts';
import type { LinkName } from '../app/links.ts';
import { answer, done, type Outcome, refuse } from './outcome.ts';

export interface DesktopHandlerParts {
  readonly desktop: () => Promise<DesktopView>;
  readonly changeSettings: (change: SettingsChange) => Promise<Result<void, string>>;
  readonly log: () => string[];
  readonly copyDiagnostics: () => Promise<void>;
  readonly copyEnvironment: () => Result<void, string>;
  readonly setPaused: (paused: boolean) => Promise<void>;
  readonly examine: () => Promise<DoctorReport>;
  readonly openLink: (link: LinkName) => Promise<void>;
}

/** The calls of the dashboard about the app itself. */
export const desktopHandlers = (parts: DesktopHandlerParts) => ({
  getDesktop: async () => answer(await parts.desktop()),
  changeSettings: async (change: SettingsChange) => told(await parts.changeSettings(change)),
  readLog: () => answer(parts.log()),
  async copyDiagnostics() {
    await parts.copyDiagnostics();
    return done;
  },
  copyEnvironmentLine: () => told(parts.copyEnvironment()),
  async setPaused({ paused }: { paused: boolean }) {
    await parts.setPaused(paused);
    return done;
  },
  examine: async () => answer(await parts.examine()),
  async openLink({ link }: { link: LinkName }) {
    await parts.openLink(link);
    return done;
  },
});

const told = (result: Result<void, string>): Outcome<undefined> =>
  result.ok ? done : refuse('unknown', result.failure);
