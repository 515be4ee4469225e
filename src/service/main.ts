import { plainServeOptions } from './cli/plain-serve.ts';

/** Whoever reads our output may leave when it has seen enough, as `head` does. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

async function main(argv: readonly string[]): Promise<number> {
  const serveOptions = plainServeOptions(argv);
  if (serveOptions === undefined) {
    const { run } = await import('./cli/run.ts');
    return run(argv);
  }
  const { serve } = await import('./serve.ts');
  return serve(serveOptions);
}

// No top-level await: this entry is bundled as CommonJS.
void main(process.argv).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    process.stderr.write(`metafob: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
