import { Command } from 'commander';
import { describe, expect, test, vi } from 'vitest';
import { plainServeOptions } from '../../../src/service/cli/plain-serve.ts';
import { addServeCommand } from '../../../src/service/cli/serve-command.ts';

const served = vi.hoisted(() => vi.fn(async (_options: unknown) => 0));
vi.mock('../../../src/service/serve.ts', () => ({ serve: served }));

/** What commander makes of the same words. */
async function commanderOptions(words: readonly string[]): Promise<unknown> {
  const program = new Command('metafob').exitOverride();
  addServeCommand(program, () => {});
  await program.parseAsync(['node', 'metafob', ...words]);
  return served.mock.lastCall?.[0];
}

describe('metafob serve, read without commander', () => {
  test.each([
    ['serve'],
    ['serve --config a.conf'],
    ['serve --config=a.conf --port 0'],
    ['serve --host ::1 --port 45001 --imdsv2 required'],
    ['serve --log-level debug --secrets memory --no-terminal-prompt'],
  ])('%s means the same', async (line) => {
    const words = line.split(' ');
    expect(plainServeOptions(['node', 'metafob', ...words])).toEqual(await commanderOptions(words));
  });

  test.each([
    [''],
    ['status'],
    ['serve --help'],
    ['serve --json'],
    ['serve --port 70000'],
    ['serve --port x'],
    ['serve --imdsv2 sometimes'],
    ['serve --log-level loud'],
    ['serve --secrets paper'],
    ['serve --config'],
    ['serve extra'],
    ['--json serve'],
  ])('“%s” is left to commander', (line) => {
    expect(plainServeOptions(['node', 'metafob', ...line.split(' ').filter(Boolean)])).toBeUndefined();
  });
});
