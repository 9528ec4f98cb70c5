import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const server = process.env.COUNTERSIGN_SERVER ?? 'http://127.0.0.1:8420';

export default defineConfig({
  plugins: [react()],
  server: {
    host: '127.0.0.1',
    port: 5173,
    // The Origin header must be the server's own: the server checks it on unsafe requests and on the upgrade.
    proxy: { '/api': { target: server, ws: true, changeOrigin: true, headers: { origin: server } } },
  },
  build: { target: 'es2022', sourcemap: false, chunkSizeWarningLimit: 1200 },
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx'],
    environment: 'node',
  },
});
