import { contextBridge, ipcRenderer } from 'electron';
import { dashboardNames } from './dashboard-names.ts';
import { windowApi } from './window-api.ts';

contextBridge.exposeInMainWorld('metafob', windowApi(ipcRenderer, dashboardNames));
