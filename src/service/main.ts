import { run } from './cli/run.ts';

// No top-level await: this entry is bundled as CommonJS.
void run(process.argv).then((exitCode) => {
  process.exitCode = exitCode;
});
