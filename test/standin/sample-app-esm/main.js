// An app of ECMAScript modules that keeps settings with electron-store, and shows no window.
import electron, { app, Tray } from 'electron';
import Store from 'electron-store';

const store = new Store({ defaults: { starts: 0 } });
store.set('starts', store.get('starts') + 1);
await app.whenReady();
globalThis.found = {
  starts: store.get('starts'),
  file: store.path,
  sameApp: electron.app === app,
  tray: typeof Tray,
};
