import react from '@vitejs/plugin-react';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

// The service worker knows the files of its build; it is another one when any of them is.
const offline: Plugin = {
  name: 'offline',
  enforce: 'post',
  generateBundle(_, bundle) {
    const page = bundle['index.html'];
    const files = ['/', '/icon.svg', ...Object.keys(bundle).filter((f) => f.startsWith('assets/')).sort().map((f) => `/${f}`)];
    const version = createHash('sha256').update(JSON.stringify(files)).update(page?.type === 'asset' ? page.source : '').digest('hex').slice(0, 12);
    const source = readFileSync('src/offline/sw.js', 'utf8').replace('__VERSION__', version).replace('__FILES__', JSON.stringify(files));
    this.emitFile({ type: 'asset', fileName: 'sw.js', source });
  },
};

// The server sends default-src 'self': no inline script, no data: address, nothing from another host.
export default defineConfig({
  plugins: [react(), offline],
  server: { port: 5173, proxy: { '/api': { target: 'http://127.0.0.1:8080', changeOrigin: false } } },
  build: { outDir: 'dist', target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false }, reportCompressedSize: true },
  test: { environment: 'happy-dom', globals: false, setupFiles: ['src/test-setup.ts'] },
});
