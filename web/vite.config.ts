import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// The server sends default-src 'self': no inline script, no data: address, nothing from another host.
export default defineConfig({
  plugins: [react()],
  server: { port: 5173, proxy: { '/api': { target: 'http://127.0.0.1:8080', changeOrigin: false } } },
  build: { outDir: 'dist', target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false }, reportCompressedSize: true },
  test: { environment: 'happy-dom', globals: false, setupFiles: ['src/test-setup.ts'] },
});
