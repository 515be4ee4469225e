import { plainServeOptions } from './cli/plain-serve.ts';

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
