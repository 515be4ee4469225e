import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const fromHere = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * Builds the pages into `dist/renderer/<page>/index.html`. Assets have absolute URLs below `/manage/assets/`,
 * so one build serves the browser (`GET /manage`) and the desktop windows, whose `app://metafob/` is that
 * directory: `app://metafob/prompt/index.html`, `app://metafob/dashboard/index.html`.
 */
export default defineConfig({
  root: fromHere('src/renderer'),
  base: '/',
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: fromHere('dist/renderer'),
    emptyOutDir: true,
    assetsDir: 'manage/assets',
    // Everything stays a file of its own: the pages' content security policy knows only 'self'.
    assetsInlineLimit: 0,
    modulePreload: false,
    target: 'es2022',
    rolldownOptions: {
      input: {
        manage: fromHere('src/renderer/manage/index.html'),
        prompt: fromHere('src/renderer/prompt/index.html'),
        dashboard: fromHere('src/renderer/dashboard/index.html'),
      },
    },
  },
});
