/**
 * What every service is compared with: the least that node:http can do. It answers each request with the same
 * bytes, which it reads from a file: `{ "headers": [name, value, …], "body": "…" }`. CommonJS, because an ES
 * module starts more slowly. Usage: node bare-server.cjs FILE PORT
 */
const { readFileSync } = require('node:fs');
const { createServer } = require('node:http');

const [file, port] = process.argv.slice(2);
const { headers, body } = JSON.parse(readFileSync(file, 'utf8'));

createServer({ keepAliveTimeout: 30_000 }, (_request, response) => {
  response.writeHead(200, headers);
  response.end(body);
}).listen(Number(port), '127.0.0.1');
