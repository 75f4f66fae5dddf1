import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

/** Where `npm run dev` looks for a running `dateline serve`. */
const server = process.env.DATELINE_SERVER ?? 'http://127.0.0.1:8321';

// The built files are committed and embedded in the program: the same sources must give the same bytes. No asset is put
// into a page as a data: address, since the server's Content-Security-Policy allows those for pictures alone.
export default defineConfig({
  plugins: [svelte()],
  build: {
    outDir: process.env.WEB_DIST ?? '../crates/serve/web-dist',
    emptyOutDir: true,
    // Whose work is in the built files, and under what licences: it goes with them wherever they go.
    license: { fileName: 'licenses.md' },
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The first browsers that know CSS's light-dark(): of spring 2024.
    target: ['chrome123', 'firefox120', 'safari17.5'],
  },
  server: { port: 5173, strictPort: true, proxy: { '/api': server, '/healthz': server } },
});
