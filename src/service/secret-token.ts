/** From the global, which loads what it needs at the first use; importing node:crypto delays every start. */
export const secretToken = (): string =>
  Buffer.from(globalThis.crypto.getRandomValues(new Uint8Array(32))).toString('base64url');
