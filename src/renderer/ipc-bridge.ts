import type { DashboardApi, PromptApi } from '../shared/ipc.ts';
import type { ViewState } from '../shared/view-state.ts';
import type { ActionResult, Bridge, Connection, PromptBridge } from './bridge.ts';
import { answered } from './desktop/answered.ts';

interface StateSource {
  getState(): Promise<ActionResult<ViewState>>;
  on(name: 'state', listener: (state: ViewState) => void): () => void;
}

/**
 * The state as main pushes it, and the present one at first: a push that overtakes the first answer is newer
 * than it. There is no reconnection to try, as main is always there; it is lost only when it does not answer.
 */
const subscribeToState = (
  source: StateSource,
  onState: (state: ViewState) => void,
  onConnection: (connection: Connection) => void,
): (() => void) => {
  let subscribed = true;
  let pushed = false;
  const unsubscribe = source.on('state', (state) => {
    pushed = true;
    onConnection('connected');
    onState(state);
  });
  void answered(source.getState()).then((result) => {
    if (!subscribed || pushed) return;
    onConnection(result.ok ? 'connected' : 'lost');
    if (result.ok) onState(result.value);
  });
  return () => {
    subscribed = false;
    unsubscribe();
  };
};

/** The bridge of the pop-up window that asks for a code. */
export const createPromptBridge = (
  api: StateSource & Pick<PromptApi, 'answerPrompt' | 'chooseDevice' | 'cancelPrompt'>,
): PromptBridge => ({
  subscribe: (onState, onConnection) => subscribeToState(api, onState, onConnection),
  answerPrompt: (promptId, code) => answered(api.answerPrompt({ promptId, code })),
  chooseDevice: (promptId, serialNumber) => answered(api.chooseDevice({ promptId, serialNumber })),
  cancelPrompt: (promptId) => answered(api.cancelPrompt({ promptId })),
});

/** The bridge of the dashboard: what the manage page does over HTTP, over IPC. */
export const createIpcBridge = (api: DashboardApi): Bridge => ({
  subscribe: (onState, onConnection) => subscribeToState(api, onState, onConnection),
  answerPrompt: (promptId, code) => answered(api.answerPrompt({ promptId, code })),
  chooseDevice: (promptId, serialNumber) => answered(api.chooseDevice({ promptId, serialNumber })),
  cancelPrompt: (promptId) => answered(api.cancelPrompt({ promptId })),
  switchProfile: (profile) => answered(api.switchProfile({ profile })),
  startSession: (profile, code) =>
    answered(api.startSession(code === undefined ? { profile } : { profile, code })),
  clearSession: (profile) => answered(api.clearSession({ profile })),
  examine: () => answered(api.examine()),
  addMfaDevice: (profile) => answered(api.addMfaDevice({ profile })),
  enableMfaDevice: (profile, enrolmentId, proof) =>
    answered(api.enableMfaDevice({ profile, enrolmentId, proof })),
  cancelMfaDevice: (profile, enrolmentId) => answered(api.cancelMfaDevice({ profile, enrolmentId })),
  revealCredentials: (profile) =>
    answered(
      api
        .revealCredentials({ profile })
        .then((result) => (result.ok ? { ok: true, value: result.value } : result)),
    ),
});
