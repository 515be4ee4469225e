/**
 * Binds a port below 1024 as root, becomes the account of its arguments, serves who it is, and prints one line
 * when it is ready. For privileges.test.ts.
 */
import { createServer } from 'node:http';
import { dropPrivileges, planPrivileges } from '../../../src/node/host/privileges/drop-privileges.ts';

const [port = '', user = '', group = ''] = process.argv.slice(2);
const plan = planPrivileges({ ...(user !== '' && { user }), ...(group !== '' && { group }) });
if (!plan.ok) {
  process.stdout.write(`${JSON.stringify({ problem: plan.failure })}\n`);
} else {
  const server = createServer((_request, response) => {
    const groups = process.getgroups?.();
    response.end(JSON.stringify({ uid: process.getuid?.(), gid: process.getgid?.(), groups }));
  });
  server.listen(Number(port), '127.0.0.1', () => {
    if (plan.value.kind === 'drop') dropPrivileges(plan.value.account);
    process.stdout.write(`${JSON.stringify({ ready: plan.value })}\n`);
  });
}
