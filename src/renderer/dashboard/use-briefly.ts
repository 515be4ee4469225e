import { useEffect, useState } from 'preact/hooks';

const shownForMs = 2000;

/** Whether to show something such as “Copied”, which goes away by itself after two seconds. */
export const useBriefly = (): [boolean, (shown: boolean) => void] => {
  const [shown, setShown] = useState(false);

  useEffect(() => {
    if (!shown) return;
    const timer = window.setTimeout(() => setShown(false), shownForMs);
    return () => window.clearTimeout(timer);
  }, [shown]);
  return [shown, setShown];
};
