import type { Session } from 'electron';
import { PAGE_ORIGIN } from './page-file.ts';

type GuardedSession = Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler'> & {
  readonly webRequest: Pick<Session['webRequest'], 'onBeforeRequest'>;
};

/** Pages get no permission at all, and reach nothing but their own files. */
export function guardSession(session: GuardedSession, allowDevTools: boolean): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.webRequest.onBeforeRequest(({ url }, decide) =>
    decide({ cancel: !mayRequest(url, allowDevTools) }),
  );
}

/** Whether a page may load an address. */
export const mayRequest = (url: string, allowDevTools: boolean): boolean =>
  url.startsWith(`${PAGE_ORIGIN}/`) || (allowDevTools && url.startsWith('devtools://'));
