/**
 * Stock Chromium cannot be taught a scheme of our own. So `app://metafob/x` is loaded as
 * `https://app.metafob.standin.test/x`, a secure origin too, whose requests never reach the network.
 */
const ownSchemes: ReadonlySet<string> = new Set(['http', 'https', 'ws', 'wss', 'file', 'chrome', 'devtools']);

/** The address that Chromium loads for one of the app. */
export const toChromium = (address: string): string =>
  address.replace(/^([a-z][a-z0-9-]*):\/\/([^/?#]*)/, (whole, scheme: string, host: string) =>
    ownSchemes.has(scheme) ? whole : `https://${scheme}.${host}.standin.test`,
  );

/** The address as the app knows it. */
export const toApp = (address: string): string =>
  address.replace(/^https:\/\/([a-z0-9-]+)\.([^/?#]*)\.standin\.test(?=[/?#]|$)/, '$1://$2');

/** Scheme and host, also for schemes of our own, for which URL says “null”. */
export const originOf = (address: string): string => {
  const { origin, protocol, host } = new URL(address);
  return origin === 'null' && host !== '' ? `${protocol}//${host}` : origin;
};
