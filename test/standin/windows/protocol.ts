type Handler = (request: Request) => Response | Promise<Response>;

/** Electron's `protocol`: what answers the requests of the app's own schemes. */
export class Protocol
  implements
    Pick<Electron.Protocol, 'handle' | 'unhandle' | 'isProtocolHandled' | 'registerSchemesAsPrivileged'>
{
  readonly #handlers = new Map<string, Handler>();
  readonly #isReady: () => boolean;

  constructor(isReady: () => boolean) {
    this.#isReady = isReady;
  }

  /** All schemes are standard and secure here. */
  registerSchemesAsPrivileged(): void {
    if (this.#isReady()) {
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    }
  }
  handle(scheme: string, handler: Handler): void {
    if (this.#handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    this.#handlers.set(scheme, handler);
  }
  unhandle(scheme: string): void {
    this.#handlers.delete(scheme);
  }
  isProtocolHandled(scheme: string): boolean {
    return this.#handlers.has(scheme);
  }

  /** Undefined for a scheme that nobody handles. */
  async answer(
    url: string,
    method: string,
    headers: Record<string, string>,
    body: string | undefined,
  ): Promise<Response | undefined> {
    const handler = this.#handlers.get(new URL(url).protocol.slice(0, -1));
    const hasBody = method !== 'GET' && method !== 'HEAD' && body !== undefined;
    return handler?.(new Request(url, { method, headers, ...(hasBody ? { body } : {}) }));
  }
}
