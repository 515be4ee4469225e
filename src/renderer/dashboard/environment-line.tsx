import type { DesktopView } from '../../shared/ipc.ts';
import type { DesktopBridge } from '../desktop/desktop-bridge.ts';
import { endpointLineFor } from '../view/shell-lines.ts';
import { CopyByMain } from './copy-by-main.tsx';

interface EnvironmentLineProps {
  readonly desktop: Pick<DesktopView, 'listeners' | 'platform'>;
  readonly bridge: Pick<DesktopBridge, 'copyEnvironmentLine'>;
}

/** The line that points a program at Metafob; nothing while Metafob does not listen. */
export const EnvironmentLine = ({ desktop, bridge }: EnvironmentLineProps) => {
  const [listener] = desktop.listeners;
  if (listener === undefined) return <p class="about">There is no line to copy until Metafob listens.</p>;
  return (
    <div class="copy-line">
      <code>{endpointLineFor(new URL(listener.url).origin, desktop.platform)}</code>
      <CopyByMain label="Copy" target="the line" copy={() => bridge.copyEnvironmentLine()} />
    </div>
  );
};
