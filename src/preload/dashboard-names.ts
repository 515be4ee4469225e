import type { WindowNames } from './window-api.ts';

export const dashboardNames: WindowNames<'dashboard'> = {
  window: 'dashboard',
  calls: {
    answerPrompt: true,
    chooseDevice: true,
    cancelPrompt: true,
    getState: true,
    getDesktop: true,
    switchProfile: true,
    startSession: true,
    clearSession: true,
    revealCredentials: true,
    changeSettings: true,
    storeSecret: true,
    testSecret: true,
    removeSecret: true,
    readLog: true,
    copyDiagnostics: true,
    copyEnvironmentLine: true,
    setPaused: true,
    openLink: true,
  },
  pushes: { state: true, desktop: true },
};
