import { connect } from 'node:net';

/** A connection on which a test writes the bytes itself. */
export interface RawConnection {
  write(text: string): void;
  received(): string;
  /** Resolves with everything received so far once it holds the text. */
  waitFor(text: string): Promise<string>;
  /** How the server ended it: `end` in order, or the code of an error such as `ECONNRESET`. */
  readonly ended: Promise<string>;
  destroy(): void;
}

export function openConnection(url: string): Promise<RawConnection> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  let text = '';
  const watchers = new Set<() => void>();
  const ended = new Promise<string>((resolve) => {
    socket.once('end', () => resolve('end'));
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
  socket.setEncoding('latin1').on('data', (piece) => {
    text += String(piece);
    for (const watcher of watchers) watcher();
  });
  const connection: RawConnection = {
    write: (bytes) => void socket.write(bytes, 'latin1'),
    received: () => text,
    waitFor: (wanted) =>
      new Promise((resolve, reject) => {
        const check = () => {
          if (!text.includes(wanted)) return;
          watchers.delete(check);
          resolve(text);
        };
        watchers.add(check);
        void ended.then((how) => reject(new Error(`Ended (${how}) before “${wanted}” came: ${text}`)));
        check();
      }),
    ended,
    destroy: () => void socket.destroy(),
  };
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(connection));
    socket.once('error', reject);
  });
}

/** Sends one request as raw bytes and returns everything that came back until the server closed. */
export async function exchange(url: string, bytes: string): Promise<{ text: string; ended: string }> {
  const connection = await openConnection(url);
  connection.write(bytes);
  const ended = await connection.ended;
  return { text: connection.received(), ended };
}
