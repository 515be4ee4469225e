import { execFile } from 'node:child_process';

/** Runs `systemctl` for a unit of the user or of the system. */
export interface Systemctl {
  /** True when the unit runs now. */
  isActive(unit: string): Promise<boolean>;
  /** @throws Error with what systemctl said */
  run(...words: readonly string[]): Promise<void>;
}

/** @param program `systemctl` unless another is given */
export function createSystemctl(scope: 'user' | 'system', program = 'systemctl'): Systemctl {
  const call = (words: readonly string[]): Promise<{ ok: boolean; text: string }> =>
    new Promise((resolve) => {
      const scoped = scope === 'user' ? ['--user', ...words] : [...words];
      execFile(program, scoped, (error, stdout, stderr) => {
        const text = (stderr || stdout).trim();
        resolve({ ok: error === null, text: text || (error?.message ?? '') });
      });
    });
  return {
    isActive: async (unit) => (await call(['is-active', '--quiet', unit])).ok,
    async run(...words) {
      const { ok, text } = await call(words);
      if (!ok) throw new Error(`systemctl ${words.join(' ')} failed: ${text}`);
    },
  };
}
