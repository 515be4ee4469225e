import { useEffect, useState } from 'preact/hooks';
import type { ProfileView, ViewState } from '../../shared/view-state.ts';
import type { ActionResult, Bridge } from '../bridge.ts';
import { sessionEnd } from '../view/session-text.ts';

interface CodeRequest {
  readonly profileName: string;
  /** When the session ended that the profile had at that time. */
  readonly previousEnd: number | undefined;
}

export interface CodeRequests {
  /** The profile for which the user wants a session and a code is missing. */
  readonly profile: ProfileView | undefined;
  /** Starts a session; when that needs a code, `profile` becomes set. */
  start(profile: ProfileView): Promise<ActionResult>;
  close(): void;
}

/** Sessions that the user asks for on the page, as opposed to prompts that programs caused. */
export const useCodeRequest = (bridge: Bridge, state: ViewState | undefined): CodeRequests => {
  const [request, setRequest] = useState<CodeRequest>();
  const profile = state?.profiles.find(({ name }) => name === request?.profileName);
  const end = profile && sessionEnd(profile.session);
  const answeredElsewhere = request !== undefined && end !== undefined && end !== request.previousEnd;

  useEffect(() => {
    if (answeredElsewhere) setRequest(undefined);
  }, [answeredElsewhere]);

  return {
    profile: answeredElsewhere ? undefined : profile,
    start: async (wanted) => {
      const result = await bridge.startSession(wanted.name);
      if (result.ok || result.error.kind !== 'code-needed') return result;
      setRequest({ profileName: wanted.name, previousEnd: sessionEnd(wanted.session) });
      return { ok: true, value: undefined };
    },
    close: () => setRequest(undefined),
  };
};
