import type { DesktopView } from '../../shared/ipc.ts';

type Listening = Pick<DesktopView, 'listeners' | 'listenerProblem' | 'paused'>;

export type ListeningState = 'listening' | 'paused' | 'failed';

/** Whether programs are served. */
export const listeningState = ({ listeners, listenerProblem, paused }: Listening): ListeningState => {
  if (paused) return 'paused';
  return listenerProblem === undefined && listeners.length > 0 ? 'listening' : 'failed';
};

/** The same in a few words. */
export const listeningLabel = (desktop: Listening): string => {
  switch (listeningState(desktop)) {
    case 'listening':
      return `Listening on ${desktop.listeners.map(({ url }) => new URL(url).host).join(', ')}`;
    case 'paused':
      return 'Paused';
    case 'failed':
      return 'Not listening';
  }
};
