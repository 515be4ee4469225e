import { contextBridge, ipcRenderer } from 'electron';
import { promptNames } from './prompt-names.ts';
import { windowApi } from './window-api.ts';

contextBridge.exposeInMainWorld('metafob', windowApi(ipcRenderer, promptNames));
