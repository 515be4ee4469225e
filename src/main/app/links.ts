/**
 * The only addresses that the app opens in the browser. The names under metafob.example belong to nobody;
 * whoever publishes Metafob puts their own here, as in electron-builder.yml.
 */
export const links = {
  documentation: 'https://metafob.example/docs',
  changelog: 'https://metafob.example/changelog',
  issues: 'https://metafob.example/issues',
  'tray-extension': 'https://extensions.gnome.org/extension/615/appindicator-support/',
} as const;

export type LinkName = keyof typeof links;
