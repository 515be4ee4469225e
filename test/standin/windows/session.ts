import type { DevTools } from '../process/devtools.ts';

type CheckHandler = (contents: unknown, permission: string, origin: string, details: object) => boolean;
type RequestHandler = (
  contents: unknown,
  permission: string,
  callback: (granted: boolean) => void,
  details: object,
) => void;
type RequestFilter = (
  details: { url: string; method: string; resourceType: string },
  callback: (decision: { cancel?: boolean }) => void,
) => void;

/** Chromium's names of permissions, with Electron's. */
const permissions = {
  geolocation: 'geolocation',
  notifications: 'notifications',
  camera: 'media',
  microphone: 'media',
  'clipboard-read': 'clipboard-read',
  'clipboard-write': 'clipboard-sanitized-write',
  midi: 'midi',
} as const;

/** The one session of the app. */
export class Session {
  #check: CheckHandler | undefined;
  #request: RequestHandler | undefined;
  #filter: RequestFilter | undefined;
  readonly #devTools: Promise<DevTools>;

  constructor(devTools: Promise<DevTools>) {
    this.#devTools = devTools;
  }

  readonly webRequest = {
    /** Filters by address are not known: a listener hears of every request. */
    onBeforeRequest: (...args: [RequestFilter | null] | [object, RequestFilter | null]) => {
      const listener = args.at(-1);
      this.#filter = isFilter(listener) ? listener : undefined;
    },
  };

  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.#check = handler ?? undefined;
    void this.#applyPermissions();
  }
  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.#request = handler ?? undefined;
    void this.#applyPermissions();
  }

  /** Whether the app lets a request pass. */
  async allows(details: { url: string; method: string; resourceType: string }): Promise<boolean> {
    const filter = this.#filter;
    if (filter === undefined) return true;
    return new Promise((resolve) => filter(details, ({ cancel }) => resolve(cancel !== true)));
  }

  /**
   * Chromium asks nobody here, so the handlers are asked ahead, and their answers set once for all pages.
   * Without handlers Electron grants everything.
   */
  async #applyPermissions(): Promise<void> {
    const devTools = await this.#devTools;
    for (const [name, permission] of Object.entries(permissions)) {
      const granted =
        (this.#check?.(null, permission, '', {}) ?? true) && (await this.#requestFor(permission));
      await devTools.send('Browser.setPermission', {
        permission: { name },
        setting: granted ? 'granted' : 'denied',
      });
    }
  }

  async #requestFor(permission: string): Promise<boolean> {
    const request = this.#request;
    if (request === undefined) return true;
    return new Promise((resolve) => request(null, permission, resolve, {}));
  }
}

const isFilter = (value: unknown): value is RequestFilter => typeof value === 'function';
