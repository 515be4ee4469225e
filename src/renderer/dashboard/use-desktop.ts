import { useEffect, useState } from 'preact/hooks';
import type { DesktopView } from '../../shared/ipc.ts';
import type { DesktopBridge } from '../desktop/desktop-bridge.ts';

/** What the desktop app knows beyond the engine; undefined until it answered. */
export const useDesktop = (bridge: DesktopBridge): DesktopView | undefined => {
  const [desktop, setDesktop] = useState<DesktopView>();

  useEffect(() => bridge.subscribe(setDesktop), [bridge]);
  return desktop;
};
