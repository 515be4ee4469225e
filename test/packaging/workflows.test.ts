import { accessSync, constants, existsSync, globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readYaml } from './support/from-electron-builder.ts';

const Step = z.looseObject({ uses: z.string().optional(), run: z.string().optional() });
const Workflow = z.looseObject({
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(
    z.string(),
    z.looseObject({
      environment: z.string().optional(),
      'runs-on': z.string(),
      'timeout-minutes': z.number(),
      steps: z.array(Step),
    }),
  ),
});

const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync('package.json', 'utf8')));

const workflows = globSync('.github/workflows/*.yml').map((file) => ({
  name: basename(file),
  workflow: Workflow.parse(readYaml(file)),
}));

it('there is a workflow for the checks and one for the real Electron', () => {
  expect(workflows.map(({ name }) => name).sort()).toEqual(['ci.yml', 'desktop.yml']);
});

describe.each(workflows)('$name', ({ workflow }) => {
  const jobs = Object.values(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps);
  const commands = steps.flatMap(({ run }) => run?.split('\n') ?? []);
  const named = (pattern: RegExp) => commands.flatMap((command) => command.match(pattern)?.[1] ?? []);

  it('runs only npm scripts that package.json has', () => {
    expect(named(/\bnpm run ([\w:-]+)/).filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  it('runs only programs of packages that are installed', () => {
    const missing = named(/\bnpx ([\w:-]+)/).filter((name) => !existsSync(`node_modules/.bin/${name}`));
    expect(missing).toEqual([]);
  });

  it('runs only files that exist', () => {
    for (const file of named(/^(\.\S+)/)) accessSync(file, constants.X_OK);
  });

  it('pins every action to a version, and takes them from GitHub only', () => {
    const actions = steps.flatMap(({ uses }) => uses ?? []);
    expect(actions.length).toBeGreaterThan(0);
    expect(actions.filter((action) => !/^actions\/[a-z-]+@v\d+(\.\d+)*$/.test(action))).toEqual([]);
  });

  it('may read the repository and nothing more, and leaves no token behind', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    for (const step of steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'))) {
      expect(step).toMatchObject({ with: { 'persist-credentials': false } });
    }
  });

  it('gives secrets only to a job whose environment guards them', () => {
    for (const job of jobs.filter(({ environment }) => environment === undefined)) {
      expect(JSON.stringify(job)).not.toContain('secrets.');
    }
  });

  it('puts nothing from outside into a command line', () => {
    const untrusted = /\$\{\{\s*(github\.event|github\.head_ref|inputs|secrets)/;
    expect(commands.filter((command) => untrusted.test(command))).toEqual([]);
  });
});
