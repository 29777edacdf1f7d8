import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** `vite dev` talks to a Tillwatch that `npm start` runs on its default port. */
const developmentServer = 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist',
    target: 'es2022',
    // The policy served with the pages allows fonts from 'self' only, so nothing may become a data: address.
    assetsInlineLimit: 0,
    // echarts, loaded when the chart first shows, is the one chunk that is large by nature.
    chunkSizeWarningLimit: 700,
  },
  server: { proxy: { '/v1': developmentServer } },
});
