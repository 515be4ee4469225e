import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { SessionBody } from '../../shared/manage-api.ts';
import type { Bridge } from '../bridge.ts';
import { type ActionError, useAction } from './use-action.ts';

const shownForMs = 60_000;

interface Revealed {
  readonly credentials: SessionBody;
  readonly during: string;
}

export interface Reveal {
  readonly credentials: SessionBody | undefined;
  readonly busy: boolean;
  readonly error: ActionError | undefined;
  toggle(): void;
}

/**
 * Fetches a profile's credentials when the user asks to see them, and forgets them on the second click, after
 * a minute, when the page is hidden, and as soon as `during` is not what it was when they were asked for.
 */
export const useReveal = (bridge: Bridge, profile: string, during: string): Reveal => {
  const [revealed, setRevealed] = useState<Revealed>();
  const action = useAction();
  const pageWasHidden = useRef(false);

  useLayoutEffect(() => {
    const hideWithPage = (): void => {
      if (document.visibilityState === 'visible') return;
      pageWasHidden.current = true;
      setRevealed(undefined);
    };
    document.addEventListener('visibilitychange', hideWithPage);
    return () => document.removeEventListener('visibilitychange', hideWithPage);
  }, []);

  useEffect(() => {
    if (revealed === undefined) return;
    if (revealed.during !== during) return setRevealed(undefined);
    const timer = window.setTimeout(() => setRevealed(undefined), shownForMs);
    return () => window.clearTimeout(timer);
  }, [revealed, during]);

  const show = async (): Promise<void> => {
    pageWasHidden.current = false;
    const result = await action.run(() => bridge.revealCredentials(profile));
    if (!result?.ok || result.value === undefined || pageWasHidden.current) return;
    setRevealed({ credentials: result.value, during });
  };

  return {
    credentials: revealed?.during === during ? revealed.credentials : undefined,
    busy: action.busy,
    error: action.error,
    toggle: () => {
      if (revealed === undefined) void show();
      else setRevealed(undefined);
    },
  };
};
