/**
 * Many programs that wait for the same credentials: opens COUNT connections, sends one request on each, and
 * tells on standard output what happens, one line of JSON each: `{"waiting":N}` when all have the head of
 * their answer, `{"answered":N,"credentials":N,"lastAt":MS}` when all are answered (ms since the epoch).
 * Raw sockets, because an HTTP client would cost more than the service. Usage: … PORT PATH COUNT
 */
import { connect, type Socket } from 'node:net';

const [port = '', path = '', countText = ''] = process.argv.slice(2);
const count = Number(countText);
const request = `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUser-Agent: bench\r\nConnection: close\r\n\r\n`;
/** The queue of a listening socket holds 511; who finds it full tries again only after a second. */
const AT_ONCE = 400;

const tell = (fields: object): void => void process.stdout.write(`${JSON.stringify(fields)}\n`);

let opened = 0;
let waiting = 0;
let answered = 0;
let credentials = 0;

function openNext(): void {
  if (opened === count) return;
  opened += 1;
  const socket = connect(Number(port), '127.0.0.1');
  socket.setEncoding('latin1');
  socket.once('connect', () => socket.write(request));
  follow(socket);
}

function follow(socket: Socket): void {
  let text = '';
  let hasHead = false;
  socket.on('data', (part: string) => {
    if (!hasHead) {
      hasHead = true;
      waiting += 1;
      openNext();
      if (waiting === count) tell({ waiting });
    }
    // Of the spaces that keep a client waiting nothing needs to be kept.
    if (part.includes('{') || text !== '') text += part;
  });
  socket.once('error', (error) => tell({ error: error.message }));
  socket.once('close', () => {
    answered += 1;
    if (/"Code" : "Success"/.test(text)) credentials += 1;
    if (answered === count) tell({ answered, credentials, lastAt: Date.now() });
  });
}

for (let index = 0; index < Math.min(AT_ONCE, count); index += 1) openNext();
