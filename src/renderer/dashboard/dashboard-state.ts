import type { DesktopView } from '../../shared/ipc.ts';
import type { ViewState } from '../../shared/view-state.ts';

/** What the views are drawn from. */
export interface DashboardState {
  readonly state: ViewState;
  readonly desktop: DesktopView;
  /** Corrected time, ms since the epoch. */
  readonly now: number;
}
