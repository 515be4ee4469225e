import { useEffect } from 'preact/hooks';

/** Keeps the window title equal to `title`. */
export const usePageTitle = (title: string): void => {
  useEffect(() => {
    document.title = title;
  }, [title]);
};
