import { useEffect, useRef, useState } from 'preact/hooks';
import type { ViewState } from '../../shared/view-state.ts';
import { describeChanges } from '../view/announcements.ts';

/** The last change worth saying, in words. */
export const useAnnouncement = (state: ViewState | undefined): string => {
  const previous = useRef<ViewState>(undefined);
  const [text, setText] = useState('');

  useEffect(() => {
    if (state === undefined) return;
    const changes = describeChanges(previous.current, state);
    previous.current = state;
    if (changes !== '') setText(changes);
  }, [state]);
  return text;
};
