import { defineConfig, type EnvironmentOptions } from 'vite';

const windows = ['prompt', 'dashboard'] as const;

/**
 * Builds `dist/preload/prompt.cjs` and `dist/preload/dashboard.cjs`. A sandboxed preload script can load no
 * file beside it, so each is a build of its own that shares nothing with the other.
 */
const preload = (window: (typeof windows)[number]): EnvironmentOptions => ({
  consumer: 'server',
  resolve: { noExternal: true, external: ['electron'] },
  build: {
    ssr: true,
    outDir: 'dist/preload',
    emptyOutDir: window === windows[0],
    target: 'chrome146',
    minify: false,
    rolldownOptions: {
      input: `src/preload/${window}.ts`,
      output: { format: 'cjs', entryFileNames: `${window}.cjs` },
    },
  },
});

export default defineConfig({
  publicDir: false,
  environments: Object.fromEntries(windows.map((window) => [window, preload(window)])),
  builder: {
    async buildApp(builder) {
      for (const window of windows) {
        const environment = builder.environments[window];
        if (environment !== undefined) await builder.build(environment);
      }
    },
  },
});
