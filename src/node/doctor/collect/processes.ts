import { basename } from 'node:path';
import { parseListeners } from '../../host/addresses/linux/observe-linux.ts';
import { runProgram } from '../../host/addresses/run-program.ts';

/** Who listens at a TCP port of this machine, such as `nginx (process 4711)`; undefined when it cannot be told. */
export async function holderOfPort(port: number, platform: NodeJS.Platform): Promise<string | undefined> {
  switch (platform) {
    case 'linux': {
      const { output } = await runProgram('ss', ['-H', '-l', '-t', '-n', '-p']);
      const listener = parseListeners(output).find((candidate) => candidate.port === port);
      return listener && (listener.process ?? 'Another program, whose name only root may see,');
    }
    case 'darwin': {
      const { output } = await runProgram('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']);
      return parseLsof(output);
    }
    default:
      return undefined;
  }
}

/** Reads `p4711` and `cnginx`, a field a line, of `lsof -F`. */
export function parseLsof(output: string): string | undefined {
  const id = output.match(/^p(\d+)$/m)?.[1];
  const name = output.match(/^c(.+)$/m)?.[1];
  return id === undefined ? undefined : `${name ?? 'A program'} (process ${id})`;
}

/** Programs that serve credentials like Metafob, as they name themselves. */
const tools: readonly { readonly name: string; readonly serves: (words: readonly string[]) => boolean }[] = [
  { name: 'imsa', serves: () => true },
  { name: 'alppaca', serves: () => true },
  { name: 'aws-mock-metadata', serves: () => true },
  { name: 'ec2-metadata-mock', serves: () => true },
  {
    name: 'aws-vault',
    serves: (words) =>
      words.some((word) => /^(-\w*s\w*|--(ec2-|imds-)?server|proxy|ec2-server|ecs-server)$/.test(word)),
  },
];

export async function runningTools(platform: NodeJS.Platform): Promise<readonly string[]> {
  if (platform === 'win32') return [];
  const { output } = await runProgram('ps', ['-A', '-o', 'pid=', '-o', 'args=']);
  return findTools(output);
}

const interpreters = /^(python[\d.]*|node|bun|ruby|sh|bash|dash)$/;

/** Reads what `ps` prints, a process a line. Arguments may hold secrets: only names and numbers come out. */
export const findTools = (output: string): readonly string[] =>
  output.split('\n').flatMap((line) => {
    const [id = '', ...words] = line.trim().split(/\s+/);
    const [program = '', script = ''] = words.map((word) => basename(word).replace(/\.(py|js|exe)$/, ''));
    const name = interpreters.test(program) ? script : program;
    const tool = tools.find((candidate) => candidate.name === name && candidate.serves(words.slice(1)));
    return tool === undefined ? [] : [`${tool.name} (process ${id})`];
  });
