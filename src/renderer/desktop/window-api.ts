import type { DashboardApi, PromptApi } from '../../shared/ipc.ts';

declare global {
  interface Window {
    /**
     * What the preload script of this window exposes: one of the two, never both. The entry file of each page
     * takes its own part by annotation, and hands it on.
     */
    readonly metafob: PromptApi & DashboardApi;
  }
}

/** `window.metafob` of the prompt window. */
export const promptApi = (): PromptApi => window.metafob;

/** `window.metafob` of the dashboard. */
export const dashboardApi = (): DashboardApi => window.metafob;
