import { useEffect, useState } from 'preact/hooks';
import { type ViewName, viewOf } from './view-name.ts';

/** The view that the window's address names; the tray opens a view by the same hash. */
export const useView = (): ViewName => {
  const [view, setView] = useState(() => viewOf(location.hash));

  useEffect(() => {
    const follow = (): void => setView(viewOf(location.hash));
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  return view;
};
