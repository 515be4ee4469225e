import { useLayoutEffect, useState } from 'preact/hooks';

/** How many times the window was hidden so far. */
export const useTimesHidden = (): number => {
  const [times, setTimes] = useState(0);

  useLayoutEffect(() => {
    const count = (): void => {
      if (document.visibilityState === 'hidden') setTimes((before) => before + 1);
    };
    document.addEventListener('visibilitychange', count);
    return () => document.removeEventListener('visibilitychange', count);
  }, []);
  return times;
};
