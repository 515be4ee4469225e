const { contextBridge, ipcRenderer } = require('electron');

const reason = (work) => {
  try {
    work();
    return 'nothing was thrown';
  } catch (error) {
    return error.message;
  }
};

contextBridge.exposeInMainWorld('sample', {
  platform: process.platform,
  isSandboxed: process.sandboxed,
  nodeModule: reason(() => require('node:fs')),
  nested: { list: [1, 2] },
  add: (one, other) => one + other,
  echo: (value) => ipcRenderer.invoke('echo', value),
  echoFunction: () => ipcRenderer.invoke('echo', () => undefined),
  fail: () => ipcRenderer.invoke('fail'),
  missing: () => ipcRenderer.invoke('missing'),
  sender: () => ipcRenderer.invoke('sender'),
  throwNow: () => {
    throw new RangeError('thrown by the preload script');
  },
  send: (value) => ipcRenderer.send('message', value),
  on: (channel, listener) => {
    const receive = (_event, value) => listener(value);
    ipcRenderer.on(channel, receive);
    return () => ipcRenderer.off(channel, receive);
  },
  exposeAgain: () => reason(() => contextBridge.exposeInMainWorld('sample', {})),
});
