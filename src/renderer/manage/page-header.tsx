import type { ViewState } from '../../shared/view-state.ts';
import type { Connection } from '../bridge.ts';
import { Mark } from '../components/mark.tsx';

const connectionText = (state: ViewState | undefined, connection: Connection): string => {
  if (connection === 'lost') return 'Not connected';
  return state === undefined ? 'Connecting…' : 'Connected';
};

interface PageHeaderProps {
  readonly state: ViewState | undefined;
  readonly connection: Connection;
}

export const PageHeader = ({ state, connection }: PageHeaderProps) => (
  <header class="page-header">
    <p class="brand">
      <Mark />
      Metafob
    </p>
    <p class={`connection ${connection}`}>{connectionText(state, connection)}</p>
  </header>
);
