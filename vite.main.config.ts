import { defineConfig } from 'vite';

/**
 * Builds the main process of the desktop app into `dist/main/main.cjs`, with every dependency inside but
 * Electron and the native keytar. What the sources load with `import()` becomes a file of its own, read when
 * it is needed.
 */
export default defineConfig({
  publicDir: false,
  ssr: { noExternal: true, external: ['electron', 'keytar'] },
  build: {
    ssr: 'src/main/index.ts',
    outDir: 'dist/main',
    emptyOutDir: true,
    target: 'node24',
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      // What main needs at once is loaded late by the service, which shares the sources.
      checks: { ineffectiveDynamicImport: false },
      output: {
        format: 'cjs',
        entryFileNames: 'main.cjs',
        chunkFileNames: 'parts/[name]-[hash].cjs',
      },
    },
  },
});
