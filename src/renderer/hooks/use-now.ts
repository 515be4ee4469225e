import { useEffect, useState } from 'preact/hooks';

const tickMs = 1000;

/** The corrected time in ms since the epoch, anew each second while the page is visible. */
export const useNow = (clockOffsetMs: number): number => {
  const [localNow, setLocalNow] = useState(() => Date.now());

  useEffect(() => {
    let timer: number | undefined;
    const tick = (): void => setLocalNow(Date.now());
    const followVisibility = (): void => {
      window.clearInterval(timer);
      if (document.visibilityState === 'hidden') return;
      tick();
      timer = window.setInterval(tick, tickMs);
    };
    document.addEventListener('visibilitychange', followVisibility);
    followVisibility();
    return () => {
      document.removeEventListener('visibilitychange', followVisibility);
      window.clearInterval(timer);
    };
  }, []);
  return localNow + clockOffsetMs;
};
